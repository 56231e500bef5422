"""Numbers, units and dates of a translation are those of the source."""

import pytest

HOURS = "From 9:00 am to 4:00 pm"

FAULTS = {
    "numbers": [
        ("For 45 minutes", "Durante 5 minutos", "es", ("lacks 45", "adds 5")),
        ("For 45 minutes", "Durante un rato", "es", ("lacks 45",)),
        ("For 2 hours", "Durante 3 horas", "es", ("lacks 2", "adds 3")),
        ("For 45 minutes", "لمدة ٥٤ دقيقة", "ar", ("lacks 45", "adds ٥٤")),
        ("1,000 people", "1,000 personas", "es", ("lacks 1,000", "reads as another number")),
        ("1.5 litres", "15 litros", "es", ("lacks 1.5", "adds 15")),
        ("1.5 million people", "150人", "ja", ("lacks 1.5 million", "adds 150")),
        ("1.5 million people", "15万人", "ja", ("adds 15万",)),
        ("From 10 to 20", "De 10 a 10", "es", ("lacks 20",)),
        ("For 3 of 14 days", "14 दिनों में से ४", "hi", ("lacks 3", "adds ४")),
        ("Chapter 19.1", "第19章", "ja", ("lacks 19.1", "adds 19")),
        (HOURS, "De 9:00 a 17:00", "es", ("lacks 4", "adds 17")),
        ("Five people", "7 personas", "es", ("adds 7",)),
        ("For 7 days", "На 8 дней", "ru", ("lacks 7", "adds 8")),
        ("For 2 days", "Ag 3 lá", "ga", ("adds 3",)),
        ("For two hours", "Per tre ore", "it", ("“two” has become “tre”",)),
        ("For four hours", "تا سه ساعت", "fa", ("“four” has become “سه”",)),
        ("For five of them", "Для шести из них", "ru", ("“five” has become “шести”",)),
        ("For two hours", "三个小时", "zh-Hans", ("“two” has become “三”",)),
        ("From 5–10 mg", "Da 10–5 mg", "it", ("5–10 has become 10–5",)),
        ("From 5 to 10 mg", "10～5 mg", "ja", ("5 to 10 has become 10～5",)),
        ("For 24 hours", "Per ventisette ore", "it", ("lacks 24",)),
    ],
    "units": [
        ("Take 50 mg", "Tome 50 g", "es", ("50 mg has become 50 g",)),
        ("Take 50 mg", "Tome 50", "es", ("unit of 50 mg is lost",)),
        ("Take 50 mg", "Принять 50 г", "ru", ("50 г",)),
        ("Take 50 mg", "服用50克", "zh-Hans", ("50 克",)),
        ("Take 50 mg", "خذ ٥٠.", "ar", ("unit of 50 mg",)),
        ("0.5 mg/kg", "0,5 mg", "es", ("divided by (/kg)",)),
        ("0.5 mg/kg", "٠٫٥ مغم", "ar", ("divided by (/kg)",)),
        ("In 30% of them", "En 30 de ellos", "es", ("30 %",)),
        ("In 30% of them", "そのうち30人", "ja", ("30 %",)),
        ("85 kB", "85 Mo", "fr", ("85 Mo",)),
        ("At 20 °C", "A 20 °F", "es", ("20 °F",)),
        ("For 24 hours", "Per 24 minuti", "it", ("24 hours has become 24 minuti",)),
        ("For 24 hours", "لمدة ٢٤ دقيقة", "ar", ("24 hours has become ٢٤ دقيقة",)),
        ("For 24 hours", "24 दिन तक", "hi", ("24 दिन",)),
        ("For 24 hours", "24日間", "ja", ("24日",)),
        ("Every 2 weeks", "每2个月一次", "zh-Hans", ("2个月",)),
        ("Every two weeks", "Cada dos días", "es", ("two weeks has become dos días",)),
        ("A 5-minute talk", "5-часовой разговор, 5 часов", "ru", ("5-minute has become 5 часов",)),
        ("For 6 months", "6 років", "uk", ("6 років",)),
    ],
    "dates": [
        ("On 10 October 2023", "El 10 de noviembre de 2023", "es", ("2023-10-10",)),
        ("On 10 October 2023", "2023年11月10日", "ja", ("2023-10-10",)),
        ("On 2023-10-11", "El 10/11/2023", "es", ("2023-10-11",)),
        ("In October 2023", "في نوفمبر 2023", "ar", ("2023-10",)),
        ("On 3 May 2024", "3 июня 2024 г.", "ru", ("2024-05-03",)),
        ("On May 3", "El 4 de mayo", "es", ("????-05-03",)),
    ],
}
LOOK_ALIKES = {
    "numbers": [
        ("1,000 people", "1.000 personas", "es"),
        ("1,000 people", "1 000 personnes", "fr"),
        ("1,000 people", "١٬٠٠٠ شخص", "ar"),
        ("100,000 people", "1,00,000 लोग", "hi"),
        ("1.5 litres", "1,5 литра", "ru"),
        ("1.5 litres", "۱٫۵ لیتر", "fa"),
        ("1.5 million people", "150万人", "ja"),
        ("1.5 million people", "1,5 millones de personas", "es"),
        ("For two hours", "2時間", "ja"),
        ("For 2 hours", "durante dos horas", "es"),
        ("For 2 hours", "لمدة ساعتين", "ar"),
        ("For 3 days", "на три дня", "ru"),
        ("For 15 minutes", "十五分間", "ja"),
        ("For twenty-five minutes", "25分間", "ja"),
        ("For 3 days", "ar feadh trí lá", "ga"),
        ("A day", "1日", "ja"),
        ("On day 3", "Al tercer día", "es"),
        (HOURS, "De 9:00 a 16:00", "es"),
        (HOURS, "午前9時から午後4時まで", "ja"),
        ("In October 2023", "2023年10月", "ja"),
        ("On 2023-10-10", "El 10 de octubre de 2023", "es"),
        ("On 11 October 2023", "Am 11.10.2023", "de"),
        ("Version v2", "第 2 版", "zh-Hant"),
        ("TLS 1.3", "TLSv1.3", "fr"),
        ("It is `x = 20`.", "Es “x = 20”.", "es"),
        ("From 15 to 25", "Entre 15–25", "es"),
        ("For 12 weeks", "For 12 weeks", "es"),
        ("For 24 hours", "Per ventiquattro ore", "it"),
        ("For 24 hours", "Per un giorno", "it"),
        ("For 24 hours", "Durante veinticuatro horas", "es"),
        ("For 72 hours", "Pendant soixante-douze heures", "fr"),
        ("For 24 hours", "Vierundzwanzig Stunden lang", "de"),
        ("For 21 days", "Por vinte e um dias", "pt"),
        ("For 48 hours", "في ثمان وأربعين ساعة", "ar"),
        ("For two weeks", "Per 14 giorni", "it"),
        ("For two of them", "Per entrambi, tre in tutto", "it"),
        ("For two hours", "لمدة ساعتين، في ثلاث غرف", "ar"),
        ("It is very good", "十分好", "zh-Hans"),
        ("From 5–10 mg", "من 10–5 ملغ", "ar"),
        ("On 2023-10-11", "11-10-2023", "es"),
        ("2 of 3", "3 つのうち 2 つ", "ja"),
    ],
    "units": [
        ("Take 50 mg", "Tome 50 miligramos", "es"),
        ("Take 50 mg", "50ミリグラムを服用", "ja"),
        ("Take 50 mg", "Принять 50 миллиграммов", "ru"),
        ("Take 50 mg", "خذ 50 ملغ", "ar"),
        ("0.5 mg/kg", "0,5 miligramos por kilogramo", "es"),
        ("0.5 mg/kg", "٠٫٥ مغم/كغم", "ar"),
        ("10 mg to 20 mg", "de 10 a 20 mg", "es"),
        ("In 30% of them", "in 30 % von ihnen", "de"),
        ("In 30% of them", "onların %30'unda", "tr"),
        ("In 30% of them", "في ٪٣٠ منهم", "ar"),
        ("In 30% of them", "در ۳۰٪ از آن‌ها", "fa"),
        ("In 30 percent", "en el 30 por ciento", "es"),
        ("85 kB", "85 ko", "fr"),
        ("At 20 °C", "摂氏20度で", "ja"),
        ("5 glasses", "5 vasos", "es"),
        ("Version 1.2.3 g", "Versión 1.2.3 g", "es"),
        ("40 minutes", "40分", "ja"),
        ("For 24 hours", "Per 1 giorno", "it"),
        ("In 60 minutes, or 7 days", "In 1 ora, o in una settimana", "it"),
        ("For 2 hours in 3 days", "Durante 3 días, 2 horas", "es"),
        ("For 24 hours", "Ag 24 nóiméad", "ga"),
    ],
    "dates": [
        ("On 10 October 2023", "El 10 de octubre de 2023", "es"),
        ("On 10 October 2023", "2023年10月10日", "ja"),
        ("On 10 October 2023", "2023년 10월 10일", "ko"),
        ("On October 10, 2023", "Am 10. Oktober 2023", "de"),
        ("On 2023-10-11", "El 11/10/2023", "es"),
        ("On 10/11/2023", "El 11/10/2023", "es"),
        ("On 3 May 2024", "۳ مهٔ ۲۰۲۴", "fa"),
        ("On 10 October 2023", "१० अक्टूबर २०२३", "hi"),
        ("On 10 October 2023", "Ngày 10 tháng 10 năm 2023", "vi"),
        ("You may 3 times", "Puede 3 veces", "es"),
        ("On 10 October", "10. lokakuuta", "fi"),
    ],
}


def test_what_differs_is_found(told, fault):
    *case, says = fault
    [message] = told(*case)
    assert [words for words in says if words not in message] == []


def test_what_is_the_same_otherwise_written_is_left_alone(told, look_alike):
    assert told(*look_alike) == []


@pytest.mark.parametrize("code", FAULTS)
def test_code_blocks_are_no_prose(told, code):
    source, text, locale, _ = FAULTS[code][0]
    assert told(code, source, text, locale, extracted=("A section: code",)) == []


def test_the_interface_is_looked_at_without_its_placeholders(told):
    assert told("numbers", "%(n)2d of 14", "14 件中 %(n)d 件", "ja", domain="interface") == []
    assert told("numbers", "%(n)d of 14", "15 件中 %(n)d 件", "ja", domain="interface") != []
