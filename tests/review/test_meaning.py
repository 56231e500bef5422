"""Edits that somebody may declare harmless, and planted ones that nobody may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.review.meaning import differences
from pwa.review.meaning_words import TELLING
from pwa.translation.checks.lexicon import CAUTION, NEGATION

# Each text with an edit that keeps its meaning.
HARMLESS = [
    ("It is given in a clinic", "It is given in a clinic."),
    ("Rest a whole day and drink water.", "Rest a whole day, and drink water."),
    ("Ketamine is an anasthetic.", "Ketamine is an anaesthetic."),
    ("Rest for the the whole day.", "Rest for the whole day."),
    ("You may may feel dizzy.", "You may feel dizzy."),
    ("ask your clinic.", "Ask your clinic."),
    ("The “effect” isn’t known.", "The \"effect\" isn't known."),
    ("You can't drive.", "You cannot drive."),
    ("Do not drive; don't cycle.", "Do not drive; do not cycle."),
    ("It takes 10 minuts.", "It takes 10 minutes."),
    ("It takes a few minuts.", "It takes a few minutes."),
    ("Give 0.5 mg per kg .", "Give 0.5 mg per kg."),
    ("It takes 2 hours.", "It takes two hours."),
    ("Half of them, 50 %, slept.", "Half of them, 50%, slept."),
    ("Read [the leafelt](https://x.org/a).", "Read [the leaflet](https://x.org/a)."),
    ("It is *realy* safe.", "It is *really* safe."),
    ("Take it every 5-10 days.", "Take it every 5–10 days."),
    ("An dose is given.", "A dose is given."),
    ("A health-care team is there.", "A health care team is there."),
    ("The team monitors you through out.", "The team monitors you throughout."),
    ("It is a nonaddictive drug.", "It is a non-addictive drug."),
    ("Dont drive; it isnt safe.", "Don't drive; it isn't safe."),
    ("Do not drive. Never drink.", "Do not drive; never drink."),
    ("It was -5 °C, then -7 °C.", "It was −5 °C, then −7 °C."),
    ("i think i rest", "I think I rest."),
    ("Rest completly, and expecially at night.", "Rest completely, and especially at night."),
    ("You shoudl rest untill Monday.", "You should rest until Monday."),
    ("Take 2 tablets a day.", "Take 2 tablets a day"),
    ("20 partisipants slept.", "20 participants slept."),
    ("You recieved an inusual medcine.", "You received an unusual medicine."),
    ("ask for the edicine", "Ask for the medicine"),
    ("Nmda is a receptor.", "NMDA is a receptor."),
    ("Rest, as needed", "Rest, as needed."),
    ("It takes 10 min .", "It takes 10 min."),
]  # fmt: skip

# Each text with an edit that changes what it says, and what the reason has to name.
HARMFUL = [
    ("Take 2 tablets.", "Take 3 tablets.", "numbers"),
    ("Take two tablets.", "Take three tablets.", "numbers"),
    ("Twenty people slept.", "Thirty people slept.", "numbers"),
    ("Half of them slept.", "A third of them slept.", "numbers"),
    ("It helps 5 of 10 people.", "It helps 10 of 5 people.", "numbers"),
    ("Give 0.5 mg.", "Give 5 mg.", "numbers"),
    ("Give 1.5 mg.", "Give 15 mg.", "numbers"),
    ("Take 2 tablets.", "Take tablets.", "numbers"),
    ("It was read on 3 March.", "It was read on 3 April.", "numbers"),
    ("Vitamin B12 helps.", "Vitamin B6 helps.", "numbers"),
    ("Give 5 mg.", "Give 5 g.", "units"),
    ("Give 5 mg.", "Give 5 mcg.", "units"),
    ("Doses are some micrograms.", "Doses are some milligrams.", "units"),
    ("Wait 2 hours.", "Wait 2 days.", "units"),
    ("Some weeks later it wears off.", "Some days later it wears off.", "units"),
    ("About 50% slept.", "About 50 slept.", "units"),
    ("It was -5 °C.", "It was 5 °C.", "signs"),
    ("A pulse < 100 is fine.", "A pulse > 100 is fine.", "signs"),
    ("You may drive.", "You may not drive.", "deny"),
    ("It isn't safe.", "It is safe.", "deny"),
    ("It is never given alone.", "It is given alone.", "deny"),
    ("There is no risk.", "There is risk.", "deny"),
    ("It is given without food.", "It is given with food.", "deny"),
    ("It is now safe.", "It is not safe.", "deny"),
    ("Nobody drives home.", "Somebody drives home.", "deny"),
    ("You may drive but not drink.", "You may not drive but drink.", "deny"),
    ("Not all patients sleep.", "All patients sleep not.", "deny"),
    ("Doses of 5 mg are not safe.", "Safe doses of 5 mg are not.", "the other side"),
    ("It is safe.", "It is unsafe.", "deny"),
    ("It is a harmless drug.", "It is a harmful drug.", "deny"),
    ("It is an addictive drug.", "It is a non-addictive drug.", "deny"),
    ("It may help.", "It might help.", "may"),
    ("It may help.", "It can help.", "may"),
    ("It may help.", "It helps.", "may"),
    ("You should rest.", "You must rest.", "may"),
    ("You must rest.", "You rest.", "may"),
    ("Rest before the session.", "Rest after the session.", "may"),
    ("Use only this.", "Use this.", "may"),
    ("Read [this](https://x.org/a).", "Read [this](https://x.org/b).", "links"),
    ("Read [this](https://x.org/a).", "Read this.", "links"),
    ("Read this.", "Read [this](https://x.org/a).", "links"),
    ("[A](https://x.org) or [B](x.md)", "[A](x.md) or [B](https://x.org)", "links"),
    ("Write to help@x.org today.", "Write to health@x.org today.", "addresses"),
    ("![A room](room.png)", "![A room](other.png)", "images"),
    ("Said before.[^1]", "Said before.", "footnotes"),
    ("Type `pwa check` now.", "Type `pwa export` now.", "code"),
    ("Take ½ tablet.", "Take ¼ tablet.", "numbers"),
    ("Take 1½ tablets.", "Take 1¼ tablets.", "numbers"),
    ("About 10² cells.", "About 10³ cells.", "numbers"),
    ("See step ①.", "See step ②.", "numbers"),
    ("It was a phase II study.", "It was a phase III study.", "numbers"),
    ("It was a phase I study.", "It was a phase V study.", "numbers"),
    ("It was phase ii.", "It was phase iii.", "numbers"),
    ("They have hepatitis A today.", "They have hepatitis B today.", "numbers"),
    ("Vitamin C helps.", "Vitamin D helps.", "numbers"),
    ("It costs $5.", "It costs €5.", "signs"),
    ("It costs 5 dollars.", "It costs 5 euros.", "units"),
    ("About 5% slept.", "About 5‰ slept.", "units"),
    ("Below 5° it froze.", "Below 5 it froze.", "units"),
    ("Give 5-10 mg.", "Give 5 10 mg.", "signs"),
    ("Give 5 mg – 10 mg.", "Give 5 mg 10 mg.", "signs"),
    ("Use -5 there.", "Use 5 there.", "signs"),
    ("Use –5 there.", "Use 5 there.", "signs"),
    ("Give 10 mg.", "Give 10 Mg.", "units"),
    ("Give 10 mM.", "Give 10 mm.", "units"),
    ("Give 10 pints.", "Give 10 quarts.", "units"),
    ("Give 5 mmol.", "Give 5 nmol.", "units"),
    ("Take 2 tablets.", "Take 2 capsules.", "units"),
    ("It helps 20 patients.", "It helps 20 relatives.", "units"),
    ("It is contraindicated.", "It is indicated.", "deny"),
    ("An agonist.", "An antagonist.", "deny"),
    ("It is anti-inflammatory.", "It is inflammatory.", "deny"),
    ("It was a typical case.", "It was atypical case.", "deny"),
    ("It is a symptomatic case.", "It is asymptomatic case.", "deny"),
    ("They are malnourished.", "They are nourished.", "deny"),
    ("You get hypotension.", "You get hypertension.", "deny"),
    ("They underdose it.", "They overdose it.", "deny"),
    ("It was counterproductive.", "It was productive.", "deny"),
    ("They inhale it.", "They exhale it.", "deny"),
    ("Dont drive.", "Do drive.", "deny"),
    ("It isnt safe.", "It is safe.", "deny"),
    ("No: more is dangerous.", "No more is dangerous.", "signs"),
    ("No, drive home.", "No drive home.", "signs"),
    ("Is it safe?", "Is it safe.", "signs"),
    ("Given IM today.", "Given IN today.", "abbreviations"),
    ("It blocks NMDA.", "It blocks AMPA.", "abbreviations"),
    ("Every other day.", "Every day.", "may"),
    ("There is a little risk.", "There is little risk.", "may"),
    ("Take it daily.", "Take it weekly.", "may"),
    ("Take it nightly.", "Take it hourly.", "may"),
    ("That is the maximum.", "That is the minimum.", "may"),
    ("Rest within a day.", "Rest after a day.", "may"),
    ("It takes about a day.", "It takes a day.", "may"),
    ("It is almost safe.", "It is safe.", "may"),
    ("It works against pain.", "It works for pain.", "deny"),
    ("It lacks an effect.", "It has an effect.", "deny"),
    ("It fails to work.", "It starts to work.", "deny"),
    ("He denies pain.", "He reports pain.", "deny"),
    ("It raises pressure.", "It lowers pressure.", "may"),
    ("It reduces pressure.", "It produces pressure.", "may"),
    ("It increases pressure.", "It decreases pressure.", "may"),
    ("The dose is high.", "The dose is low.", "may"),
    ("It seems safe.", "It is safe.", "may"),
    ("It tends to help.", "It does help.", "may"),
    ("It is potentially toxic.", "It is toxic.", "may"),
    ("It is believed safe.", "It is known safe.", "may"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "now"), HARMLESS)
def test_what_is_only_written_better_may_be_declared(was, now):
    assert differences(was, now, "en") == ()


@pytest.mark.parametrize(("was", "now", "why"), HARMFUL)
def test_what_says_something_else_may_not(was, now, why):
    assert any(why in reason for reason in differences(was, now, "en"))


@pytest.mark.parametrize(("was", "now", "why"), HARMFUL)
def test_nor_may_it_be_taken_back_as_harmless(was, now, why):
    assert any(why in reason for reason in differences(now, was, "en"))


@pytest.mark.parametrize(
    ("locale", "was", "typo", "other"),
    [
        ("es", "No puede conducir.", "No puede conduçir.", "Puede conducir."),
        ("es", "Debe descansar.", "Debe descansar", "Puede descansar."),
        ("fr", "Il ne faut pas conduire.", "Il ne faut pas conduire !", "Il faut conduire."),
        ("de", "Sie dürfen fahren.", "Sie dürfen faren.", "Sie müssen fahren."),
        ("ja", "運転しないでください。", "運転しないでください", "運転してください。"),
        ("zh", "你可能会头晕。", "你可能会头晕", "你会头晕。"),
        ("ar", "لا تقُد السيارة.", "لا تقد السيارة.", "قد السيارة."),
        ("es", "Está contraindicado.", "Esta contraindicado.", "Está indicado."),
        ("es", "Es de uso diario.", "Es de uso diario", "Es de uso semanal."),
        ("es", "La dosis máxima.", "La dossis máxima.", "La dosis mínima."),
        ("fr", "Une prise quotidienne.", "Une prisse quotidienne.", "Une prise hebdomadaire."),
        ("de", "Nehmen Sie es täglich.", "Nemen Sie es täglich.", "Nehmen Sie es wöchentlich."),
        ("ru", "Вода ежедневно.", "Вдоа ежедневно", "Вода еженедельно."),
        ("ja", "最大量です。", "最大量です", "最小量です。"),
        ("ja", "5mgです。", "5 mgです。", "5gです。"),
        ("ja", "5 mgを飲む。", "5 mgを飲む", "5 gを飲む。"),
        ("ja", "5時間休む。", "5時間休む", "5日休む。"),
        ("ja", "数ミリグラムです。", "数ミリグラムです", "数グラムです。"),
        ("zh", "服用5毫克。", "服用5毫克", "服用5克。"),
        ("zh", "服用5片药。", "服用5片药", "服用5瓶药。"),
    ],
)
def test_other_languages_have_their_words_too(locale, was, typo, other):
    assert differences(typo, was, locale) == ()
    assert differences(was, other, locale) != ()
    assert differences(other, was, locale) != ()


def test_of_a_language_that_is_not_known_nothing_may_be_declared():
    [reason] = differences("Voit ajaa", "Voit ajaa.", "fi")
    assert "fi" in reason


def test_every_language_of_the_lexicon_is_known():
    assert TELLING.keys() == NEGATION.keys() == CAUTION.keys()


WORDS = st.sampled_from(
    ["dose", "clinic", "rest", "not", "may", "5", "mg", "two", "%", "never", "safe", "water"]
)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_whichever_text_was_first_the_judgement_is_the_same(one, other):
    was, now = " ".join(one), " ".join(other)
    assert bool(differences(was, now, "en")) == bool(differences(now, was, "en"))


@given(st.text(max_size=30), st.sampled_from(sorted(TELLING)))
def test_a_text_is_no_change_of_itself(text, locale):
    assert differences(text, text, locale) == ()
