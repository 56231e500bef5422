// Stands in the head of every page, after its style: what the reader chose for the text holds
// before anything is painted. PREFIX is the publication's path; reading.js writes what is read here:
// declarations for the page, and the devices that the style sheet's second rule, which darkens,
// is for. Where nothing is noted, or nothing may be, or what is noted is not from there, this ends,
// and the page is as it was made.
try {
  [, document.documentElement.style.cssText, document.styleSheets[0].cssRules[1].media.mediaText] =
    /(.*)\|(screen.*|not all)$/.exec(localStorage["pwa:PREFIX:text:"]);
} catch {}
