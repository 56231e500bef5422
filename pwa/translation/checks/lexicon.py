"""Words that carry a sentence's meaning, by language: negation and caution.

For each language two lists: `clear` holds the words that say it beyond doubt, `any` every word
that may stand for it in a translation. A language without lists is not judged.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

# Python's \w leaves out the vowel signs of Arabic and Devanagari, which belong to words.
_LETTER: Final = r"[\w\u064b-\u0652\u0670\u0900-\u0963]"

_MARKS: Final = MappingProxyType(
    {r"\*": f"{_LETTER}*", "_": r"\s+", "'": "['’]", "…": r"\b[^.!?]*?\b"}
)


@dataclass(frozen=True)
class Words:
    """How a language says something: beyond doubt, and in any way at all.

    `idioms` hold such words without their meaning; they are taken out first. Expressions are
    compiled when they are needed: all of them together take as long as a small command.
    """

    spell: Callable[[str], str]
    certain: str
    possible: str
    meaningless: str

    @cached_property
    def clear(self) -> re.Pattern[str]:
        """What says it beyond doubt."""
        return _pattern(self.certain, self.spell)

    @cached_property
    def any(self) -> re.Pattern[str]:
        """What may say it."""
        return _pattern(f"{self.certain} {self.possible}", self.spell)

    @cached_property
    def idioms(self) -> re.Pattern[str]:
        """What looks like such words, and is not."""
        return _pattern(self.meaningless, self.spell)

    def is_clear_in(self, text: str) -> bool:
        """Whether a text says it beyond doubt."""
        return self.clear.search(self.idioms.sub(" ", _bare(text))) is not None

    def may_be_in(self, text: str) -> bool:
        """Whether a text may say it."""
        return self.any.search(_bare(text)) is not None


def _bare(text: str) -> str:
    """Return a text without the vowel marks that Arabic may have or leave out."""
    return re.sub("[\u064b-\u0652\u0670]", "", text)


def _spaced(clear: str, other: str, idioms: str = "") -> Words:
    """Words between spaces: `*` is any letters, `_` a space, `…` more words of the sentence."""
    return Words(_whole, clear, other, idioms)


def _unspaced(clear: str, other: str, idioms: str = "") -> Words:
    """Strings of characters, wherever they stand."""
    return Words(re.escape, clear, other, idioms)


def any_of(listed: str) -> str:
    """Return an expression for listed words between spaces, spelled as `_spaced` has them."""
    return f"(?:{'|'.join(map(_whole, listed.split()))})"


def _whole(word: str) -> str:
    inner = re.escape(word)
    for mark, meaning in _MARKS.items():
        inner = inner.replace(mark, meaning)
    return f"(?<!{_LETTER}){inner}(?!{_LETTER})"


def _pattern(listed: str, spell: Callable[[str], str]) -> re.Pattern[str]:
    return re.compile("|".join(map(spell, listed.split())) or r"(?!)", re.IGNORECASE)


NEGATION: Final = MappingProxyType(
    {
        "en": _spaced(
            "not cannot *n't never nobody nothing neither nor no",
            "none without un* in* im* ir* il* non* dis* mis* *less fail* avoid* unless "
            "only except* instead rather prevent* lack* hardly few* little too than "
            "before otherwise but until refus* den* stop* exclu* ignor* empty hid* "
            "forbid* against leave* left drop* skip* free* loss los* minus zero 0 differ* "
            "other* else again* remov* delet* block* reject* wrong* error* bad* problem* "
            "difficult* hard* rare* seldom barely despite although though however yet "
            "still absent absence away out off down abort* break* crash* protect* lock* "
            "violat* harm* awkward skeptic* outside entirely most least expired",
            "no-* not_only whether_or_not or_not why_not if_not no_matter not_just "
            "no_doubt nothing_but no_more_than no_less_than no_fewer_than no_later_than "
            "no_other not_merely no_problem don't_worry don't_hesitate can't_wait "
            "not…until n't…until not…unless n't…unless not…without n't…without "
            "not…forget* n't…forget* nothing…missing",
        ),
        "es": _spaced(
            "no nunca jamás nada nadie ningún* ninguna* ninguno* tampoco",
            "ni sin imposib* imped* impid* evit* falta* carec* excepto salvo fracas* "
            "fall* rechaz* incap* ausen* incompat* inválid* inexist* inneces* inút* "
            "insegur* desconoc* desactiv* apenas prohib* nul* excl* olvid* en_lugar "
            "en_vez pendiente*",
        ),
        "pt": _spaced(
            "não nunca jamais nada ninguém nenhum* tampouco",
            "nem sem imposs* imped* impeç* evit* falt* carec* exceto salvo fracass* falh* "
            "rejeit* incap* ausen* incompat* inválid* inexist* desnec* inút* insegur* "
            "desconh* desativ* proib* nul* exclu* esque* em_vez pendente*",
        ),
        "fr": _spaced(
            "ne n'* jamais rien aucun aucune non",
            "ni pas sans personne impossib* introuv* incorrect* irr* indispon* invisib* "
            "empêch* évit* manqu* sauf échou* échec* refus* incapab* absen* incompat* "
            "invalid* inexist* inutil* inconn* désactiv* interdi* exclu* oubli* au_lieu "
            "nul*",
            "n'importe plus_ancien*",
        ),
        "de": _spaced(
            "nicht nichts nie niemals niemand* kein*",
            "weder noch nein ohne un* nicht* fehl* verhinder* vermeid* außer scheiter* "
            "statt anstatt ablehn* abgelehnt verweiger* leer* verbiet* verbot* *los "
            "*lose* kaum ausschließ* ausgeschlossen miss* falsch* identisch*",
        ),
        "it": _spaced(
            "non nessun* niente nulla mai",
            "no né senza imposs* imped* evit* manc* tranne eccetto salvo fall* rifiut* "
            "incap* assen* incompat* inval* inesist* inutil* insicur* sconosc* disattiv* "
            "viet* esclu* dimentic* invece",
        ),
        "uk": _spaced(
            "не ніколи ніхто нічого ніщо жод* немає нема",
            "ні ані не* без* окрім крім заборон* відсутн* уник* запоб* помилк* замість",
        ),
        "ru": _spaced(
            "не никогда никто никого никому ничего ничто нет нельзя",
            "ни нет* не* без* бес* никак* ниче* невоз* кроме исключ* запре* отсут* избе* лиш* "
            "вместо отказ* отклон* ошиб* пуст* сбо* против* прекра* отключ* едва вряд",
            "не_только не_просто не_позднее не_более не_менее не_раньше не_раз тем_не_менее "
            "более_не_менее не_что_иное не_кто_иной не_могли_бы",
        ),
        "he": _spaced(
            "לא ולא שלא אינו ואינו שאינו אינה ואינה שאינה אינם שאינם אינן שאינן אסור מעולם",
            "*לא אין ואין שאין אינ* ואינ* שאינ* *בלי *ללא אל ואל *טרם *למעט *חוץ *מלבד אי ואי "
            "שאי *בלתי *נטול* *חסר* *חוסר* *היעדר* *העדר* *מנע* *הימנ* *אסור* *איסור* *כשל* "
            "*שגוי* *שגיא* ריק* *פסול* *סירב* *דח* *במקום *שלילי* אף שום כלום מעט *מעטים *ביטול* "
            "*לבד *פחות *לפני לעולם",
            "לא_רק לא_פחות לא_יותר לא_יאוחר",
        ),
        "fa": _spaced(
            "نیست نیستند نیستید نیستم نیستیم نباید نبود نشده هرگز هیچ‌کس هیچکس",
            "نمی* نه نی* نبا* نبو* نش* نک* ندا* نخوا* نده* نگر* نرس* نا* خیر بدون غیر* عدم بی* "
            "هیچ* مگر جز به‌جز بجز خالی رد منع* ممنوع* جلوگیری* اجتناب* خودداری* خطا* شکست* "
            "حذف* لغو* به‌جای بجای فاقد کمتر کوچکتر پیش",
            "نه_تنها",
        ),
        "ar": _spaced(
            "لا لم لن ليس* ولا ولم ولن وليس* فلا فلم فلن",
            "ألا *غير *دون *عدم *منع* *تجنب* *يفتقر* *سوى *إلا ما مستحيل* *تعذر* *لايمكن* "
            "*لايوجد* *فشل* يستحيل خالي* خلو* كلا *حدود*",
        ),
        "hi": _spaced(
            "नहीं नही",
            "न ना मत बिना बगैर असंभव अमान्य अन* *रहित सिवा* अलावा गैर* ग़ैर* मना रोक* विफल असफल खाली",
        ),
        "ja": _unspaced(
            "ません ではない はない しない できない られない いない なかっ",
            "ない なく ずに 不 未 無 非 なし 避け 禁止 ぬ ず 失敗 以外 除 防 拒否 いいえ まだ 前",
            "かもしれません かもしれない なければなりません なければならない なければいけ "
            "なくてはな ざるを得 問題ありません 構いません かまいません に過ぎ にすぎ "
            "わけでは 違いありません に違いない とは限 だけではな のみではな のではない "
            "でしょうか ませんか ではありませんか てはなりません",
        ),
        "zh": _unspaced(
            "不是 不會 不会 不能 不可 不需 不必 不應 不应 不得 不要 不支 不再 沒有 没有 "
            "無法 无法 並非 并非 從未 从未 切勿",
            "不 沒 没 無 无 非 未 別 别 勿 莫 否 免 避 失敗 失败 禁 缺 拒 尚",
            "不得不 是不是 不是只 能不能 會不會 会不会 可不可以 不可或缺 不可避免 不會只 "
            "不可思議 不能不 有沒有 有没有 不可少 並非只 不是說",
        ),
    }
)
"""Sentences that deny."""

CAUTION: Final = MappingProxyType(
    {
        "en": _spaced(
            "may might perhaps maybe possibly",
            "",
            "may_be_worth might_be_worth may_be_a_good might_be_a_good "
            "in_may of_may since_may may_1* may_2* may_3* *0_may *1_may *2_may *3_may "
            "*4_may *5_may *6_may *7_may *8_may *9_may",
        ),
        "es": _spaced(
            "",
            "pued* podr* podamos podáis quizá* tal_vez acaso posib* suel* probab* "
            "eventual* *ría *rías *ríamos *rían cabe quepa a_veces permit* opcional*",
        ),
        "pt": _spaced(
            "",
            "pode* pôde podia* possa* talvez possív* possiv* possib* costum* provav* "
            "eventual* *ria *rias *ríamos *riam às_vezes permit* opcional*",
        ),
        "fr": _spaced(
            "",
            "peu* pouv* pourr* puiss* possib* éventuel* parfois probab* *rait *raient "
            "*rais sembl* risqu* arriv* permet* autoris* sans_doute",
        ),
        "de": _spaced(
            "",
            "kann können könnt* könne* mag mög* vielleicht eventuell* womöglich "
            "wahrscheinlich* unter_umständen gegebenenfalls ggf dürf* darf evtl manchmal "
            "würde* erlaub* lassen lässt",
        ),
        "it": _spaced(
            "",
            "può puoi possono poss* potr* potet* potuto forse magari eventual* probab* "
            "*rebbe *rebbero talvolta permess* consent*",
        ),
        "uk": _spaced(
            "",
            "мож* можлив* міг могл* імовірн* ймовірн* мабуть напевно певно інколи іноді "
            "дозвол* б би бува*",
        ),
        "ru": _spaced(
            "",
            "мож* мог* возможн* вероятн* наверн* пожалуй допус* иногда бывает бывают порой "
            "разреш* позвол* способ* бы б случа* предполож* похоже",
        ),
        "he": _spaced(
            "",
            "*עשו* *יכול* *אולי *אפשר* *ייתכן *יתכן *ניתן *מותר* *סביר* *עלול* *לפעמים *לעתים "
            "*לעיתים *כנראה *רשאי* *תוכל* *יוכל* *נוכל* *אוכל* *שמא *פוטנציאל*",
        ),
        "ar": _spaced(
            "",
            "*قد *ربما *يمكن* *تمكن* *ممكن* *محتمل* *احتمال* *يحتمل* *لعل* *يجوز *إمكان* "
            "*امكان* *أمكن* *مسموح* *يسمح* *يستطيع* *تستطيع* *عسى",
        ),
        "hi": _spaced(
            "",
            "सक* शायद संभव* सम्भव* कदाचित संभावना* पा* अनुमति",
        ),
        "fa": _spaced(
            "",
            "*ممکن* شاید* *توان* احتمال* محتمل* *امکان* چه_بسا مجاز* *خواه* گاه* "
            "لازم_باشد نیاز_باشد بتوان* باشد باشند",
        ),
        "ja": _unspaced(
            "",
            "かもしれ 可能 ことがあ こともあ 場合 うる 得る 得ます 得ない でしょう だろう "
            "でき 恐れ おそれ かも 良い よい 構い かまい たぶん おそらく 恐らく 考えられ",
        ),
        "zh": _unspaced(
            "",
            "可能 可以 可 能 也許 或許 恐 未必 也许 或许 會 会 說不定 说不定 不妨 難免 "
            "难免 大概 有時 有时",
        ),
    }
)
"""Sentences that promise nothing: may, perhaps. Only the source's language needs `clear`."""
