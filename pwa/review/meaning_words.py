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
    """A language's words that deny, that bind or bound, that are numbers, and that measure."""

    denial: str
    bounds: str
    numbers: str = ""
    units: str = ""


TELLING: Final[Mapping[str, Telling]] = MappingProxyType(
    {
        "en": Telling(
            "none non without unless except hardly scarcely barely rarely seldom nowhere avoid "
            "avoids avoided avoiding stop stops stopped stopping forbid forbids forbidden "
            "prohibited instead against lack lacks lacked lacking fail fails failed failing "
            "failure* deny denies denied denying denial refus* reject* prevent* prohibit* "
            "forbad* forbidding contraindicat* contrary opposite oppos* contradict* false "
            "falsely wrong* unable ineffective inadequa* insufficient* impossib* absen* exclu* "
            "omit* skip* miss misses missed missing ignor* discontinu* quit* refrain* abstain* "
            "withhold* withdr* disallow* ban bans banned block* inhibit* ceas* halt* remov* "
            "eliminat* free freely off nil zero minus rather despite although though however yet "
            "but whereas otherwise regardless disprov* discourag* disagree* unproven unknown "
            "unclear dispute* doubt* question* refut* caution* warn* beware danger* risk* harm* "
            "hazard* toxic* safety apart aside save besides else loses lost losing loss void "
            "invalid neglect* resist* decline*",
            "can could must should shall will would ought need needs needed have_to has_to "
            "had_to required recommended allowed permitted only always usually often sometimes "
            "likely unlikely probably certainly if before after until during more less fewer "
            "most least over under above below up_to at_least all every each some any many few "
            "several increase* decrease* higher lower and or but surely definite* certain* sure "
            "possib* potential* probab* presum* suppos* appear* appears seem* tend tends tended "
            "tending tendency believe* belie* think thinks thought suspect* assum* expect* hope* "
            "hoped hopes claim* suggest* indicat* show shows shown showed prove* proof proven "
            "known know* evident* evidence apparent* obvious* clear clearly allegedly reported* "
            "estimat* confirm* establish* demonstrat* guarantee* promis* ensur* assur* typical* "
            "normal* general* common* uncommon* rare* frequent* infrequent* occasional* regular* "
            "irregular* constant* continual* continuous* intermittent* eventual* perhaps maybe "
            "conceivabl* can't couldn't require* requir* mandatory obligat* oblig* optional* "
            "voluntar* compuls* essential* necessar* unnecessar* recommend* advis* advice "
            "encourag* allow* permit* let lets able ability want* wish* try tries tried trying "
            "attempt* help helps helped helping assist* may_be chance* likelihood prone due "
            "going_to used_to supposed_to much little bit lot lots plenty enough sufficient* "
            "adequate* numerous amount* majority minority part partly partial* entire* "
            "total* full fully complet* wholly mostly mainly primar* large* small* big bigger "
            "biggest great* huge* tiny major minor max min maxim* minim* peak limit* unlimited "
            "excess* exceed* extra additional* further another other others different* same "
            "similar* equal* equivalent* alternat* rest remain* average* mean median "
            "approximate* roughly around about almost nearly near close closely exact* precise* "
            "just merely simply solely alone sole single multiple various very too so extremely "
            "highly slight* moderate* mild mildly severe* serious* strong* weak* stronger weaker "
            "intens* significan* insignifican* substantial* considerabl* negligib* marginal* "
            "remarkabl* than as_much as_many as_long_as as_soon_as best better good bad worse "
            "worst poor poorly safer ratio rate* percent* per proportion* fraction* either "
            "everyone everybody everything everywhere anyone anybody anything anywhere someone "
            "somebody something somewhere anyhow whatever whichever high highest lowest lowers "
            "lowered lowering low raise* raising raised rise* rising rose risen grow* grew "
            "reduc* produc* lessen* diminish* declin* drop drops dropped dropping fall falls "
            "fell fallen falling gain* lose add adds added adding addition subtract* expand* "
            "shrink* accelerat* slow* fast* quick* rapid* speed* delay* prolong* shorten* "
            "lengthen* long longer longest short shorter shortest brief* improv* worsen* "
            "aggravat* alleviat* reliev* relief strengthen* weaken* enhanc* amplif* boost* "
            "suppress* stimulat* activat* deactivat* caus* trigger* induc* provok* start* begin* "
            "began begun end ends ended ending continu* resum* repeat* keep keeps kept maintain* "
            "start change* vary varies varied stable unstable up down upward* downward* from "
            "into onto towards toward away back forward* backward* inside outside within beyond "
            "beneath behind ahead across between among out_of rule_out rules_out ruled_out left "
            "right front top bottom upper positive* negative* active inactive passive true truly "
            "real open* close* closed easy easily hard difficult* simple hot cold warm cool "
            "empty asleep awake conscious* adult* child* infant* pregnan* men women man woman "
            "male* female* boy* girl* young* old older daily weekly nightly monthly hourly "
            "yearly annual* quarterly biweekly bimonthly fortnight* semiannual* biannual* "
            "biennial* overnight morning* evening* noon midday midnight night nights nighttime "
            "daytime afternoon* bedtime today tomorrow yesterday tonight now then later earlier "
            "early late latest soon sooner immediate* instant* ago already still anymore again "
            "ever forever permanent* temporar* while whilst since when whenever once where "
            "wherever because therefore thus hence so_that in_case provided_that as_needed "
            "whether next last previous* former* prior following followed subsequent* "
            "simultaneous* meanwhile consecutive* sequential* every_other times occasionally "
            "repeatedly weekday* weekend* monday* tuesday* wednesday* thursday* friday* "
            "saturday* sunday* spring summer autumn winter acute* chronic* fasting oral* "
            "intravenous* intramuscular* subcutaneous* nasal* rectal* sublingual* topical* "
            "swallow* inject* inhal* exhal* casual* causal* latter thin* thick* a_few a_little",
            "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty "
            "fifty sixty seventy eighty ninety hundred* thousand* million* billion* first second "
            "third* fourth fifth sixth seventh eighth ninth tenth half halves quarter* once "
            "twice double* triple* dozen* couple pair pairs both january february march april "
            "june july august september october november december thirds fourths fifths sixths "
            "eighths tenths hundredth* thousandth* trillion* thrice single* triplet* quadrupl* "
            "halved halving halve zeroth score scores dozens tens",
            "dollar* euro euros pence penny cent cents rupee* yen yuan peso* franc* ounce* oz lb "
            "lbs pound pounds stone inch inches foot feet mile miles yard yards gallon* pint "
            "pints quart quarts teaspoon* tablespoon* spoon* tsp tbsp cup cups drop drops puff "
            "puffs spray sprays tablet* capsule* pill pills vial* ampoule* ampule* syringe* "
            "patch patches lozenge* suppositor* iu mmol mol mole moles mmhg bpm degree* celsius "
            "fahrenheit kelvin calorie* joule* watt* volt* decade* centur* fortnight fortnights "
            "unit units mcg",
        ),
        "es": Telling(
            "ni sin salvo excepto evit* prohib* apenas raramente falt* carec* falla* fracas* "
            "niega* neg* rechaz* contraindic* contra impos* imped* impid* nul* ineficaz "
            "insuficiente* desconocid* ausen* tampoco pero aunque jamás libre* suspend* "
            "interrump* cesa* detien* peligr* riesg* dañ*",
            "deb* hay_que tien* que tenga* necesit* requier* solo sólo solamente siempre "
            "a_menudo si antes después hasta durante más menos mayor* menor* todo* toda* cada "
            "algun* mucho* mucha* poco* poca* aument* dismin* y o pero indicad* diari* semanal* "
            "mensual* anual* quincenal* nocturn* horari* nunca raramente frecuent* rara_vez vez "
            "veces general* normal* habitual* usual* ocasional* regular* casi aproximad* "
            "alrededor cerca exact* máxim* mínim* mucho muy bastante demasiad* suficient* alto "
            "alta altos altas bajo baja bajos bajas sube* sub* reduc* produc* baj* elev* acort* "
            "prolong* mejor* peor* caus* provoc* empez* comenz* empiez* comienz* contin* segu* "
            "otro otra otros otras mism* distint* diferent* igual* probab* posib* parec* suel* "
            "tiend* cree* sabe* conocid* supuest* seguro segur* ciert* verdad* fals* recomend* "
            "aconsej* obligat* opcional* permit* nadie alguien ambos ambas mitad doble dentro "
            "fuera desde hacia entre sobre encima debajo arriba abajo cuando mientras luego "
            "ahora ayer hoy mañana noche noches tarde* temprano pronto ya todavía aún próxim* "
            "últim* siguient* anterior* cualquier* ningun* vari* mayoría minoría parte total* "
            "entero entera complet* parcial* únic* fuert* débil* leve* grave* sever* moderad* "
            "lent* rápid* larg* cort* gran* pequeñ* mejor peor según buen* mal* malo izquierd* "
            "derech* positiv* negativ* activ* inactiv*",
            "",
            "gota* cápsula* tableta* pastilla* comprimid* cucharad* cucharadit* euro* dólar* "
            "libra* onza* vaso* taza* grado* unidad*",
        ),
        "pt": Telling(
            "nem sem salvo exceto evit* proib* raramente contra contraindic* falt* carec* falh* "
            "neg* recus* rejeit* impos* imped* ineficaz insuficiente* ausen* livre* suspend* "
            "interromp* pare parem parar perig* risco* dan* embora porém contudo",
            "dev* tem_de tem_que precis* requer* só somente apenas sempre se antes depois após "
            "até durante mais menos maior* menor* todo* toda* cada algun* algum* muito* muita* "
            "pouco* pouca* aument* dimin* e ou mas indicad* diári* seman* mensa* anua* noturn* "
            "hora_em_hora vez vezes frequent* geral* normal* habitual* ocasional* regular* quase "
            "aproximad* cerca perto exat* máxim* mínim* muito bastante demais suficient* alto "
            "alta altos altas baixo baixa baixos baixas sob* reduz* produz* baix* elev* melhor* "
            "pior* caus* provoc* começ* continu* outro outra outros outras mesm* diferent* "
            "igual* provav* provável possív* parec* tend* acredit* sabe* conhecid* segur* cert* "
            "verdad* fals* recomend* aconselh* obrigat* opcional* permit* metade dobro ambos "
            "ambas dentro fora desde entre sobre sob acima abaixo quando enquanto agora ontem "
            "hoje amanhã noite noites manhã manhãs tarde* cedo já ainda próxim* últim* seguint* "
            "anterior* qualquer* vári* maioria minoria parte total* inteir* complet* parcial* "
            "únic* fort* frac* leve* grave* sever* moderad* lent* rápid* long* curt* grand* "
            "pequen* melhor pior bom boa mau má positiv* negativ* ativ* inativ*",
            "",
            "gota* cápsula* comprimid* colher* euro* dólar* libra* onça* copo* xícara* grau* "
            "unidade*",
        ),
        "fr": Telling(
            "ni pas plus sans sauf évit* interdi* rarement contre contre-indiqu* contreindiqu* "
            "manqu* échou* échec* refus* rejet* nie nient impossib* empêch* inefficac* "
            "insuffisan* absen* libre* suspend* interromp* arrêt* cess* danger* risque* nuisi* "
            "mais cependant bien_que",
            "doi* dev* faut faudr* nécessit* seul* seulement toujours souvent si avant après "
            "jusqu* pendant moins tout* tous chaque quelque* plusieurs peu augment* dimin* et ou "
            "mais indiqué* indiqu* quotidien* hebdomadair* mensuel* annuel* nocturn* horair* "
            "fois rare* fréquen* général* normal* habituel* occasionnel* régul* presque environ "
            "près exact* maxim* minim* très trop assez beaucoup suffisa* haut haute hauts hautes "
            "bas basse basses élev* baiss* rédui* réduc* produi* abaiss* amélior* aggrav* caus* "
            "provoqu* commenc* continu* autre* même* différen* égal* probab* possib* sembl* "
            "tend* croi* cru sait connu* connai* sûr* certain* vrai* faux recommand* conseill* "
            "obligat* facultati* permet* permis moitié double* deux dans hors dehors dedans "
            "depuis vers entre sur sous dessus dessous quand lorsque pendant_que maintenant hier "
            "aujourd'hui demain nuit nuits matin* soir* tard tôt déjà encore prochain* dernier* "
            "dernièr* suivant* précédent* n'importe plupart majorité minorité partie total* "
            "entier* entièr* complet* complèt* partiel* uniqu* fort* faible* léger* légèr* "
            "grave* sévèr* modéré* lent* rapid* long* court* grand* petit* meilleur* pire* bon "
            "bonne mauvais* positi* négati* actif* active* inacti*",
            "",
            "goutte* gélule* comprimé* pilule* cuillère* cuiller* euro* dollar* livre* once* "
            "verre* tasse* degré* unité*",
        ),
        "de": Telling(
            "weder noch ohne außer statt nirgend* kaum selten vermeid* verboten gegen "
            "kontraindiz* fehl* mangel* versag* scheiter* leugn* vernein* ablehn* unmöglich* "
            "unwirksam* unzureichend* verhinder* abwesen* stopp* aufhör* abbrech* absetz* "
            "gefahr* gefähr* risik* schäd* schad* obwohl jedoch doch trotz",
            "muss müss* musst* soll* nur immer oft meist* wenn falls vor nach bis während mehr "
            "weniger mindestens höchstens über unter alle* jede* einige* viele* wenige* erhöh* "
            "senk* und oder aber indizier* angezeigt täglich* wöchentlich* monatlich* jährlich* "
            "stündlich* nächtlich* häufig* gelegentlich* regelmäßig* gewöhnlich* normal* "
            "allgemein* üblich* fast beinahe etwa ungefähr circa ca rund genau exakt* maximal* "
            "minimal* maximum minimum sehr zu ziemlich genug genügend ausreich* viel wenig hoch "
            "hohe* höher* höchst* niedrig* tief* steig* sink* fall* reduzier* verringer* "
            "vermehr* vermind* produzier* verbesser* verschlechter* verursach* auslös* beginn* "
            "begann anfang* fortsetz* weiter andere* anderen gleich* ander* verschieden* "
            "wahrscheinlich* möglich* schein* neig* glaub* vermut* bekannt* weiß sicher* gewiss* "
            "wahr* falsch* empfehl* empfohl* rat* pflicht* freiwillig* erlaub* darf dürf* hälfte "
            "doppel* beide* innerhalb außerhalb seit von zwischen auf ab wann jetzt gestern "
            "heute morgen nacht nachts nächte abend* abends morgens früh* spät* schon noch bald "
            "nächste* letzte* folgend* vorherig* beliebig* mehrheit minderheit teil* ganz* "
            "gesamt* vollständig* völlig einzig* stark* schwach* leicht* schwer* mäßig* langsam* "
            "schnell* lang* kurz* groß* klein* größer* besser* schlecht* gut* best* schlimm* "
            "positiv* negativ* aktiv* inaktiv* oben unten links rechts",
            "",
            "tropfen kapsel* tablette* löffel* teelöffel* esslöffel* euro* dollar* pfund* unze* "
            "glas gläser tasse* grad einheit*",
        ),
        "it": Telling(
            "né senza salvo tranne eccetto evit* viet* raramente contro controindic* manc* fall* "
            "rifiut* nega* neg* impossib* imped* inefficac* insufficien* assen* liber* sospen* "
            "interromp* smett* ferm* pericol* risch* dann* tuttavia benché sebbene",
            "dev* dov* bisogna necess* solo soltanto sempre spesso se prima dopo fino durante "
            "più meno maggior* minor* tutt* ogni alcun* molt* poc* aument* dimin* e o ma "
            "indicat* quotidian* giornalier* settimanal* mensil* annual* notturn* orari* volta "
            "volte raro rara rari rare frequent* generalment* normal* abitual* solit* "
            "occasional* regolar* quasi circa approssimativ* esatt* massim* minim* molto assai "
            "abbastanza troppo sufficient* alto alta alti alte basso bassa bassi basse riduc* "
            "ridu* produc* prodot* abbass* alz* elev* miglior* peggior* caus* provoc* inizi* "
            "cominci* continu* altro altra altri altre stess* divers* ugual* probab* possib* "
            "sembr* tend* cred* sa sanno noto nota noti conosciut* sicur* cert* vero vera "
            "veri fals* raccomand* "
            "consigl* obbligator* facoltativ* permess* consent* metà doppi* entrambi entrambe "
            "dentro fuori entro da verso tra fra su sotto sopra quando mentre ora ieri oggi "
            "domani notte notti mattin* sera sere tardi presto già ancora prossim* ultim* "
            "seguent* precedent* qualsiasi qualunque maggioranza minoranza parte total* inter* "
            "complet* parzial* unic* fort* debol* liev* grav* moderat* lent* rapid* lung* cort* "
            "brev* grand* piccol* meglio peggio buon* cattiv* positiv* negativ* attiv* inattiv*",
            "",
            "gocc* capsul* compress* cucchia* euro dollar* sterlin* oncia once bicchier* tazz* "
            "grad* unità",
        ),
        "uk": Telling(
            "ні ані без крім окрім уника* заборон* рідко проти протипоказ* бракує невдал* "
            "відмов* неможлив* неефективн* недостатн* відсутн* вільн* припин* зупин* небезпе* "
            "ризик* шкод* але проте однак хоча перешкодж* запобіг*",
            "повин* маєте треба слід потріб* лише тільки завжди часто якщо до перед після "
            "під_час більше менше всі кожн* деяк* багато мало і й та або але показан* щодня "
            "щоденн* щотижн* щомісяч* щороку щогодин* щоноч* раз рази разів частіше зазвичай "
            "звичайн* загалом іноді регулярн* майже приблизно близько точно точн* максим* мінім* "
            "дуже занадто достатн* високий висок* вищ* низьк* нижч* підвищ* знижу* знизи* зниж* "
            "зменш* збільш* виробл* покращ* погірш* спричин* виклика* почина* почн* продовж* "
            "інш* так_само однаков* різн* ймовірн* можлив* здаєт* схильн* вважа* відом* знаєм* "
            "безпечн* певн* правд* хибн* рекоменд* рад* обов'язков* дозвол* половин* подвійн* "
            "обидв* протягом всередині поза від між над під коли поки зараз вчора сьогодні "
            "завтра ніч ночі вночі ранку вранці увечері пізн* рано вже ще наступн* останн* "
            "попередн* будь-як* більшість меншість частин* повн* цілком частков* єдин* сильн* "
            "слабк* легк* тяжк* помірн* повільн* швидк* довг* коротк* велик* мал* кращ* гірш* "
            "добр* поган* позитивн* негативн* активн*",
            "",
            "крапл* капсул* таблет* ложк* ложок євро долар* унці* градус*",
        ),
        "ru": Telling(
            "ни без кроме избега* запрещ* редко против противопоказ* отсутств* недостат* отказ* "
            "невозможн* неэффективн* недостаточн* предотвращ* препятств* прекра* останов* опасн* "
            "риск* вред* однако хотя",
            "долж* следует надо нужно необходим* только лишь всегда часто если до перед после "
            "больше меньше более менее все кажд* некотор* много мало и или но показан* ежедневн* "
            "еженедельн* ежемесячн* ежегодн* ежечасн* ночн* раз раза разы обычно обычн* вообще "
            "иногда регулярн* почти примерно около точно точн* максим* миним* очень слишком "
            "достаточн* высок* выше низк* ниже повыш* пониж* сниж* сниз* уменьш* увелич* "
            "производ* улучш* ухудш* вызыв* причин* начина* начн* продолж* друг* други* так_же "
            "одинаков* разн* вероятн* возможн* кажется склон* счита* извест* безопасн* уверен* "
            "правд* ложн* рекоменд* совет* обязатель* разреш* половин* двойн* оба обе внутри вне "
            "от между над под когда пока сейчас вчера сегодня завтра ночь ночи ночью утр* вечер* "
            "поздн* рано уже ещё еще следующ* последн* предыдущ* любо* большинств* меньшинств* "
            "част* полн* целиком единствен* сильн* слаб* лёгк* легк* тяжёл* тяжел* умерен* "
            "медлен* быстр* длин* долг* коротк* больш* мал* лучш* худш* хорош* плох* "
            "положительн* отрицательн* активн* в_течение",
            "",
            "капл* капель капсул* таблет* ложк* ложек евро доллар* унци* градус* рубл*",
        ),
        "he": Telling(
            "*בלי *ללא *למעט *מלבד אין ואין שאין אל ואל *הימנע* *אסור* נגד *התווית* *כשל* *סירב* "
            "*מסוכן* *סיכון* *סכנ* *נזק* *מזיק* *הפסק* *עצור* *עצר* למרות אולם",
            "חייב* צריך צריכ* יש רק תמיד לעתים אם לפני אחרי עד יותר פחות כל כמה או אבל יומי "
            "יומית שבועי שבועית חודשי חודשית שנתי שנתית לילי לילית מקסימ* מינימ* *מרבי* *מזער* "
            "כמעט בערך לערך *גבוה* *נמוך* *נמוכ* *מעלה* *מוריד* *מגביר* *מפחית* *מגדיל* *מקטין* "
            "*משפר* *מחמיר* *גורם* *מתחיל* *ממשיך* *אחר* *אחרת* *אותו* *שונה* *זהה* *נוטה* "
            "*נראה* *ידוע* *בטוח* *בטוחה* *מומלץ* *חובה* *רשות* *מחצית* *חצי* *כפול* תוך מתוך "
            "בתוך מחוץ בין מעל מתחת כאשר בזמן עכשיו אתמול היום מחר *לילה* *בוקר* *ערב* *הבא* "
            "*הבאה* *האחרון* *הקודם* רוב מעט הרבה מאוד מדי מספיק *חלק* *מלא* *חזק* *חלש* *קל* "
            "*קשה* *איטי* *מהיר* *ארוך* *קצר* *גדול* *קטן* *טוב* *רע* פעם פעמים *נדיר* *נפוץ* "
            "*תדיר* *רגיל*",
            "",
            "טיפ* כמוס* טבלי* כדור* כף כפית יורו דולר* מעלות",
        ),
        "fa": Telling(
            "نه بدون مگر جز نمی* هیچ ممنوع* خودداری* ضد منع* شکست* خطر* زیان* مضر* قطع* توقف* "
            "اما ولی گرچه فقدان رد",
            "باید فقط تنها همیشه اغلب اگر قبل بعد پیش پس تا بیشتر کمتر همه هر برخی و یا اما "
            "روزانه هفتگی ماهانه سالانه ساعتی شبانه حداکثر حداقل بیشینه کمینه تقریبا تقریباً "
            "حدود نزدیک دقیقا بالا پایین زیاد کم افزایش کاهش تولید بهبود بدتر باعث سبب شروع "
            "ادامه پایان دیگر همان متفاوت یکسان معمولا معمولاً گاهی به‌ندرت به_ندرت مکرر منظم "
            "احتمالا احتمالاً ظاهرا شناخته ایمن توصیه* الزامی اختیاری نصف نیم دوبرابر هردو درون "
            "بیرون داخل خارج از بین بالای زیر وقتی هنگام* اکنون دیروز امروز فردا شب صبح عصر زود "
            "دیر بعدی قبلی آخر* اکثر* بسیار خیلی کافی کامل* قوی* ضعیف* خفیف* شدید* متوسط* آهسته "
            "سریع* طولانی* کوتاه* بزرگ* کوچک* بهتر* خوب* بد بار مثبت منفی فعال",
            "",
            "قطره* کپسول* قرص* قاشق* یورو دلار* درجه",
        ),
        "ar": Telling(
            "*غير *دون *بدون *إلا *سوى *عدم *تجنب* *ممنوع* *ضد *موانع *مانع* *يمنع* *تمنع* *منع* "
            "*فشل* *رفض* *ينفي* *خطر* *خطير* *ضار* *ضرر* *توقف* *إيقاف* لكن رغم *يفتقر* *نقص*",
            "*يجب *ينبغي *يلزم فقط دائما غالبا إذا قبل بعد حتى أثناء أكثر أقل كل بعض أو لكن يومي "
            "يوميا يومية أسبوعي أسبوعيا أسبوعية شهري شهريا شهرية سنوي سنويا سنوية ليلي ليليا "
            "*أقصى* *أدنى* *الحد* تقريبا حوالي نحو *بالضبط* *عالي* *عال *مرتفع* *منخفض* *يزيد* "
            "*تزيد* *زيادة* *يقلل* *تقلل* *تقليل* *يرفع* *ترفع* *يخفض* *تخفض* *ينتج* *يحسن* "
            "*يسوء* *يسبب* *تسبب* *بدء* *يبدأ* *يستمر* *آخر* *أخرى* *نفس* *مختلف* *مساو* عادة "
            "أحيانا نادرا *غالب* *منتظم* *متكرر* *يبدو* *يميل* *معروف* *آمن* *موصى* *إلزامي* "
            "*اختياري* *نصف* *ضعف* كلا *داخل* *خارج* *خلال* من إلى بين *فوق* *تحت* عندما بينما "
            "الآن أمس اليوم غدا *ليل* *صباح* *مساء* *التالي* *السابق* *الأخير* معظم *كثير* "
            "*قليل* جدا *كاف* *كامل* *جزئي* *قوي* *ضعيف* *خفيف* *شديد* *معتدل* *بطيء* *سريع* "
            "*طويل* *قصير* *كبير* *صغير* *أفضل* *أسوأ* *جيد* *سيئ* مرة مرات مرتين *إيجابي* "
            "*سلبي*",
            "",
            "*قطرة *قطرات *كبسول* *أقراص *قرص *ملعقة *يورو *دولار *درجة",
        ),
        "hi": Telling(
            "न ना मत बिना सिवाय विरुद्ध खिलाफ कमी विफल* इनकार रोक* बंद निषेध* निषिद्ध मना वर्जित "
            "खतर* ख़तर* जोखिम* हानि* नुकसान* परंतु किंतु हालांकि",
            "चाहिए होगा केवल सिर्फ़ सिर्फ हमेशा अक्सर अगर यदि पहले बाद तक अधिक ज़्यादा कम सभी हर "
            "कुछ और या लेकिन दैनिक रोज़ रोज रोज़ाना रोजाना प्रतिदिन साप्ताहिक मासिक वार्षिक "
            "अधिकतम न्यूनतम लगभग करीब क़रीब ठीक उच्च निम्न ऊँच* ऊंच* नीच* बढ़* बढ* घट* बेहतर "
            "बदतर कारण शुरू जारी दूसर* अन्य वही अलग समान आमतौर कभी-कभी कभी शायद संभवतः ज्ञात "
            "सुरक्षित अनुशंसित सलाह अनिवार्य वैकल्पिक आधा आधी आधे दोगुन* दोनों अंदर बाहर भीतर से "
            "बीच ऊपर जब अब कल आज रात सुबह शाम जल्दी देर अगल* पिछल* अंतिम अधिकांश बहुत काफ़ी काफी "
            "पर्याप्त पूर* आंशिक मजबूत कमज़ोर कमजोर हल्क* गंभीर मध्यम धीम* तेज* तेज़* लंब* छोट* "
            "बड़* अच्छ* बुर* बार सकारात्मक नकारात्मक",
            "",
            "बूंद* कैप्सूल* गोली* गोलिय* चम्मच* यूरो डॉलर रुपय* डिग्री",
        ),
        "ja": Telling(
            "ない なく ず 不 未 無 非 なし 避け 禁止 以外 除 反 欠 拒 失敗 止 中止 危険 有害 "
            "害 否 ぬ しか 抜 減らさ",
            "べき 必ず 必要 だけ のみ いつも 常に もし 場合 前 後 まで 以上 以下 未満 すべて "
            "全て または 最大 最小 最高 最低 上 下 高 低 増 減 多 少 "
            "大 小 強 弱 長 短 早 遅 速 毎 週 月 日 夜 朝 昼 晩 約 ほぼ ほとんど およそ 程度 "
            "くらい ぐらい ちょうど 時々 時折 まれ 稀 頻繁 しばしば "
            "通常 普通 一般 たまに 多分 らしい ようだ ようです そうだ そうです 傾向 推奨 勧め "
            "適応 禁忌 許可 義務 任意 半 倍 両 内 外 中 間 から より 次 "
            "今 昨 明 他 別 同 違 等 良 悪 始 終 続 生 産 引 起 改善 悪化 全 部 一部 十分 過 "
            "超 かつ しかし が、 も 急 慢 軽 重 正 負 陽 陰 "
            "安全 確実 必ずしも おき 隔",
        ),
        "zh": Telling(
            "不 沒 没 無 无 非 未 別 别 勿 否 禁 除 反 抗 拒 失 缺 避 停 止 危 險 险 害 毒 但 "
            "然而 雖 虽",
            "必須 必须 須 须 應 应 需 要 只 僅 仅 總 总 如果 若 前 後 后 直到 以上 以下 多 少 "
            "所有 每 或 最大 最小 最高 最低 最多 最少 上 下 高 "
            "低 增 減 减 升 降 大 小 強 强 弱 長 长 短 早 晚 遲 迟 快 慢 日 天 周 週 月 年 夜 "
            "約 约 大概 大約 大约 幾 几 乎 左右 恰 正好 有時 "
            "有时 偶 經常 经常 常 頻 频 通常 一般 罕 可能 也許 也许 似 傾 倾 推薦 推荐 建議 "
            "建议 適 适 允 許 许 義務 义务 半 倍 兩 两 雙 双 內 内 "
            "外 中 間 间 從 从 到 先 次 今 昨 明 他 她 其 別 同 異 异 等 好 壞 坏 優 优 劣 開 "
            "开 始 終 终 繼 继 產 产 引 起 改善 惡 恶 全 "
            "部 足 夠 够 過 过 超 且 與 与 和 急 輕 轻 重 正 負 负 陽 阳 陰 阴 安 確 确 隔 較 "
            "较 更 比 很 非常 太 已 還 还 再",
        ),
    }
)
