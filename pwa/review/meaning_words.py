"""Words that an edit must leave alone to keep a text's meaning, by language.

They go beyond `pwa.translation.checks.lexicon`, which lists what denies and what promises
nothing: here is what else denies or makes an exception, what says how sure or how binding
something is and sets bounds to it and, where the checks know numbers in words too loosely, those.
Spelled as the lexicon has them: `*` is any letters, `_` a space.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Telling:
    """A language's words that deny, that bind or bound, and that are numbers."""

    denial: str
    bounds: str
    numbers: str = ""


TELLING: Final[Mapping[str, Telling]] = MappingProxyType(
    {
        "en": Telling(
            "none non without unless except hardly scarcely barely rarely seldom nowhere avoid "
            "avoids avoided avoiding stop stops stopped stopping forbid forbids forbidden "
            "prohibited instead",
            "can could must should shall will would ought need needs needed have_to has_to had_to "
            "required recommended allowed permitted only always usually often sometimes likely "
            "unlikely probably certainly if before after until during more less fewer most least "
            "over under above below up_to at_least all every each some any many few several "
            "increase* decrease* higher lower and or but",
            "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty "
            "fifty sixty seventy eighty ninety hundred* thousand* million* billion* first second "
            "third* fourth fifth sixth seventh eighth ninth tenth half halves quarter* once twice "
            "double* triple* dozen* couple pair pairs both january february march april june july "
            "august september october november december",
        ),
        "es": Telling(
            "ni sin salvo excepto evit* prohib* apenas raramente",
            "deb* hay_que tien* que tenga* necesit* requier* solo sólo solamente siempre a_menudo "
            "si antes después hasta durante más menos mayor* menor* todo* toda* cada algun* "
            "mucho* mucha* poco* poca* aument* dismin* y o pero",
        ),
        "pt": Telling(
            "nem sem salvo exceto evit* proib* raramente",
            "dev* tem_de tem_que precis* requer* só somente apenas sempre se antes depois após até "
            "durante mais menos maior* menor* todo* toda* cada algun* algum* muito* muita* pouco* "
            "pouca* aument* dimin* e ou mas",
        ),
        "fr": Telling(
            "ni pas plus sans sauf évit* interdi* rarement",
            "doi* dev* faut faudr* nécessit* seul* seulement toujours souvent si avant après "
            "jusqu* pendant moins tout* tous chaque quelque* plusieurs peu augment* dimin* et ou "
            "mais",
        ),
        "de": Telling(
            "weder noch ohne außer statt nirgend* kaum selten vermeid* verboten",
            "muss müss* musst* soll* nur immer oft meist* wenn falls vor nach bis während mehr "
            "weniger mindestens höchstens über unter alle* jede* einige* viele* wenige* erhöh* "
            "senk* und oder aber",
        ),
        "it": Telling(
            "né senza salvo tranne eccetto evit* viet* raramente",
            "dev* dov* bisogna necess* solo soltanto sempre spesso se prima dopo fino durante più "
            "meno maggior* minor* tutt* ogni alcun* molt* poc* aument* dimin* e o ma",
        ),
        "uk": Telling(
            "ні ані без крім окрім уника* заборон* рідко",
            "повин* маєте треба слід потріб* лише тільки завжди часто якщо до перед після під_час "
            "більше менше всі кожн* деяк* багато мало і й та або але",
        ),
        "ru": Telling(
            "ни без кроме избега* запрещ* редко",
            "долж* следует надо нужно необходим* только лишь всегда часто если до перед после "
            "больше меньше более менее все кажд* некотор* много мало и или но",
        ),
        "he": Telling(
            "*בלי *ללא *למעט *מלבד אין ואין שאין אל ואל *הימנע* *אסור*",
            "חייב* צריך צריכ* יש רק תמיד לעתים אם לפני אחרי עד יותר פחות כל כמה או אבל",
        ),
        "fa": Telling(
            "نه بدون مگر جز نمی* هیچ ممنوع* خودداری*",
            "باید فقط تنها همیشه اغلب اگر قبل بعد پیش پس تا بیشتر کمتر همه هر برخی و یا اما",
        ),
        "ar": Telling(
            "*غير *دون *بدون *إلا *سوى *عدم *تجنب* *ممنوع*",
            "*يجب *ينبغي *يلزم فقط دائما غالبا إذا قبل بعد حتى أثناء أكثر أقل كل بعض أو لكن",
        ),
        "hi": Telling(
            "न ना मत बिना सिवाय",
            "चाहिए होगा केवल सिर्फ़ सिर्फ हमेशा अक्सर अगर यदि पहले बाद तक अधिक ज़्यादा कम सभी हर कुछ "
            "और या लेकिन",
        ),
        "ja": Telling(
            "ない なく ず 不 未 無 非 なし 避け 禁止 以外 除",
            "べき 必ず 必要 だけ のみ いつも 常に もし 場合 前 後 まで 以上 以下 未満 すべて "
            "全て または",
        ),
        "zh": Telling(
            "不 沒 没 無 无 非 未 別 别 勿 否 禁 除",
            "必須 必须 須 须 應 应 需 要 只 僅 仅 總 总 如果 若 前 後 后 直到 以上 以下 多 少 "
            "所有 每 或",
        ),
    }
)
