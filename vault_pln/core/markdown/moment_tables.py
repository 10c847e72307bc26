"""How the locales of moment differ from each other and from the data of babel: plain tables."""

from typing import Final

# First day of the week and of week 1, as in moment_week. These are also all the locales that moment knows.
_WEEKS: Final = {
    (0, 6): "en am-et ar-ps ar-sa bn bn-bd bo en-ca en-il en-in es-us fr-ca gu he hi id ja kn ko lo ml mn mr"
    " ne pa-in pt-br si ta te th zh-hk zh-mo zh-tw",
    (1, 4): "af ar-ma ar-tn bm br ca cs cy da de de-at de-ch el en-gb en-ie en-nz en-sg es es-do et fi fil fo"
    " fr fr-ch fy ga gd gl hu is it it-ch km ku-kmr lb lt lv mi mt my nb nl nl-be nn oc-lnc pl pt ru sd se sk"
    " sq ss sv tet tl-ph tlh tzl uk ur vi x-pseudo yo zh-cn",
    (1, 7): "az be bg bs cv eo eu hr hy-am jv ka kk ky me mk ms ms-my ro sl sr sr-cyrl sw tg tk tr ug-cn uz uz-latn",
    (6, 12): "ar ar-ly fa ku ps tzm tzm-latn",
    (0, 4): "ar-dz en-au es-mx",
    (0, 3): "gom-deva gom-latn",
    (0, 12): "ar-kw",
    (7, 12): "dv",
}
WEEKS: Final = {locale: rule for rule, locales in _WEEKS.items() for locale in locales.split()}

# Obsidian's own language codes where moment has others, then babel's.
MOMENT_NAMES: Final = {"no": "nb", "zh": "zh-cn"}
BABEL_NAMES: Final = {
    "gom-deva": "kok",
    "gom-latn": "kok_Latn",
    "ku": "ckb",
    "ku-kmr": "ku",
    "me": "sr_Latn_ME",
    "sr": "sr_Latn",
    "tl-ph": "fil",
    "uz": "uz_Cyrl",
    "zh-cn": "zh_Hans",
    "zh-hk": "zh_Hant_HK",
    "zh-mo": "zh_Hant_MO",
    "zh-tw": "zh_Hant",
}

# LT, L, LL, then LLL made of LL and LT, then LLLL made of LLL.
LOCAL_FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "": ("HH:mm", "DD/MM/YYYY", "D MMMM YYYY"),
    "en": ("h:mm A", "MM/DD/YYYY", "MMMM D, YYYY"),
    "en-au en-in en-nz el": ("h:mm A", "DD/MM/YYYY", "D MMMM YYYY"),
    "en-ca": ("h:mm A", "YYYY-MM-DD", "MMMM D, YYYY"),
    "en-gb en-il en-sg fa": ("HH:mm", "DD/MM/YYYY", "D MMMM YYYY"),
    "en-ie fr it": ("HH:mm", "DD/MM/YYYY", "D MMMM YYYY", "{} {}", "dddd {}"),
    "ar": ("HH:mm", "D/\u200fM/\u200fYYYY", "D MMMM YYYY", "{} {}", "dddd {}"),
    "ca": ("H:mm", "DD/MM/YYYY", "D MMMM [de] YYYY", "{} [a les] {}", "dddd {}"),
    "cs sk": ("H:mm", "DD.MM.YYYY", "D. MMMM YYYY", "{} {}", "dddd {}"),
    "da": ("HH:mm", "DD.MM.YYYY", "D. MMMM YYYY", "{} {}", "dddd [d.] D. MMMM YYYY [kl.] HH:mm"),
    "de": ("HH:mm", "DD.MM.YYYY", "D. MMMM YYYY"),
    "es es-mx": ("H:mm", "DD/MM/YYYY", "D [de] MMMM [de] YYYY"),
    "es-do": ("h:mm A", "DD/MM/YYYY", "D [de] MMMM [de] YYYY"),
    "es-us": ("h:mm A", "MM/DD/YYYY", "D [de] MMMM [de] YYYY"),
    "et": ("H:mm", "DD.MM.YYYY", "D. MMMM YYYY"),
    "fi": ("HH.mm", "DD.MM.YYYY", "Do MMMM[ta] YYYY", "{}, [klo] {}"),
    "fr-ca": ("HH:mm", "YYYY-MM-DD", "D MMMM YYYY", "{} {}", "dddd {}"),
    "fr-ch it-ch": ("HH:mm", "DD.MM.YYYY", "D MMMM YYYY", "{} {}", "dddd {}"),
    "he": ("HH:mm", "DD/MM/YYYY", "D [ב]MMMM YYYY"),
    "hr": ("H:mm", "DD.MM.YYYY", "Do MMMM YYYY"),
    "hu": ("H:mm", "YYYY.MM.DD.", "YYYY. MMMM D.", "{} {}", "YYYY. MMMM D., dddd H:mm"),
    "id": ("HH.mm", "DD/MM/YYYY", "D MMMM YYYY", "{} [pukul] {}"),
    "ja": ("HH:mm", "YYYY/MM/DD", "YYYY年M月D日", "{} {}", "YYYY年M月D日 dddd HH:mm"),
    "ko": ("A h:mm", "YYYY.MM.DD.", "YYYY년 MMMM D일", "{} {}", "YYYY년 MMMM D일 dddd A h:mm"),
    "nb": ("HH:mm", "DD.MM.YYYY", "D. MMMM YYYY", "{} [kl.] {}", "dddd {}"),
    "nl": ("HH:mm", "DD-MM-YYYY", "D MMMM YYYY", "{} {}", "dddd {}"),
    "nl-be": ("HH:mm", "D/MM/YYYY", "D MMMM YYYY", "{} {}", "dddd {}"),
    "nn": ("HH:mm", "DD.MM.YYYY", "D. MMMM YYYY", "{} [kl.] H:mm", "dddd D. MMMM YYYY [kl.] HH:mm"),
    "pl tr": ("HH:mm", "DD.MM.YYYY", "D MMMM YYYY"),
    "pt": ("HH:mm", "DD/MM/YYYY", "D [de] MMMM [de] YYYY"),
    "pt-br": ("HH:mm", "DD/MM/YYYY", "D [de] MMMM [de] YYYY", "{} [às] {}"),
    "ro": ("H:mm", "DD.MM.YYYY", "D MMMM YYYY"),
    "ru": ("H:mm", "DD.MM.YYYY", "D MMMM YYYY г.", "{}, {}"),
    "sl": ("H:mm", "DD. MM. YYYY", "D. MMMM YYYY"),
    "sv": ("HH:mm", "YYYY-MM-DD", "D MMMM YYYY", "{} [kl.] {}", "dddd {}"),
    "uk": ("HH:mm", "DD.MM.YYYY", "D MMMM YYYY р.", "{}, {}"),
    "vi": ("HH:mm", "DD/MM/YYYY", "D MMMM [năm] YYYY"),
    "zh-cn": ("HH:mm", "YYYY/MM/DD", "YYYY年M月D日", "{}Ah点mm分", "YYYY年M月D日ddddAh点mm分"),
    "zh-hk zh-tw": ("HH:mm", "YYYY/MM/DD", "YYYY年M月D日", "{} {}", "YYYY年M月D日dddd HH:mm"),
    "zh-mo": ("HH:mm", "DD/MM/YYYY", "YYYY年M月D日", "{} {}", "YYYY年M月D日dddd HH:mm"),
}

# The short forms l, ll, ... are made from the long ones, but for these.
SHORT_FORMATS: Final[dict[str, dict[str, str]]] = {
    "": {},
    "ca": {"ll": "D MMM YYYY", "lll": "D MMM YYYY, H:mm", "llll": "ddd D MMM YYYY, H:mm"},
    "cs": {"l": "D. M. YYYY"},
    "fi": {"ll": "Do MMM YYYY", "lll": "Do MMM YYYY, [klo] HH.mm", "llll": "ddd, Do MMM YYYY, [klo] HH.mm"},
    "he": {"ll": "D MMM YYYY", "lll": "D MMM YYYY HH:mm", "llll": "ddd, D MMM YYYY HH:mm"},
    "ja": {"l": "YYYY/MM/DD", "llll": "YYYY年M月D日(ddd) HH:mm"},
    "ko": {
        "l": "YYYY.MM.DD.",
        "ll": "YYYY년 MMMM D일",
        "lll": "YYYY년 MMMM D일 A h:mm",
        "llll": "YYYY년 MMMM D일 dddd A h:mm",
    },
    "sv": {"lll": "D MMM YYYY HH:mm", "llll": "ddd D MMM YYYY HH:mm"},
    "vi": {"l": "DD/M/YYYY", "ll": "D MMM YYYY", "lll": "D MMM YYYY HH:mm", "llll": "ddd, D MMM YYYY HH:mm"},
    "zh": {"lll": "YYYY年M月D日 HH:mm", "llll": "YYYY年M月D日dddd HH:mm"},
}

# Languages where a month has two forms, and those where moment always takes what babel calls stand-alone.
TWO_FORMS: Final = frozenset({"be", "ca", "cs", "el", "hr", "hy-am", "lt", "pl", "ps", "ru", "uk"})
ALONE: Final = frozenset({"fa", "fi", "gd", "sk", "tk", "uz-latn"})

# What in a format calls for the form a month has after a day.
AFTER_DAY: Final = {
    "": r"D[oD]?(\[[^\[\]]*\]|\s)+MMMM?",
    "ca": r"D[oD]?\s+MMMM",
    "cs": r"DD?[o.]?(\[[^\[\]]*\]|\s)+MMMM",
    "el": r"\A((?!MMMM).)*D",
    "lt": r"D[oD]?(\[[^\[\]]*\]|\s)+MMMM?|MMMM?(\[[^\[\]]*\]|\s)+D[oD]?",
    "pl": r"D\.? MMMM",
}

_CHINESE_MONTHS: Final = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月"

# Languages where -MMM-, dashes included, has no dots.
NO_DOTS_BETWEEN_DASHES: Final = frozenset({"es", "fy", "nl"})

# Names that moment writes in another way than babel; "D MMM" is for after a day, `~` a space inside a name.
NAMES: Final[dict[str, dict[str, str]]] = {
    "ar": {
        "dddd": "الأحد الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
        "ddd": "أحد إثنين ثلاثاء أربعاء خميس جمعة سبت",
        "dd": "ح ن ث ر خ ج س",
    },
    "ca": {
        "D MMM": "gen. febr. març abr. maig juny jul. ag. set. oct. nov. des.",
        "dd": "dg dl dt dc dj dv ds",
    },
    "da": {
        "MMM": "jan feb mar apr maj jun jul aug sep okt nov dec",
        "ddd": "søn man tir ons tor fre lør",
        "dd": "sø ma ti on to fr lø",
    },
    "de": {"MMM": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.", "dd": "So Mo Di Mi Do Fr Sa"},
    "de-at": {"dd": "So Mo Di Mi Do Fr Sa"},
    "de-ch": {
        "MMM": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
        "ddd": "So Mo Di Mi Do Fr Sa",
    },
    "el": {
        "MMM": "Ιαν Φεβ Μαρ Απρ Μαϊ Ιουν Ιουλ Αυγ Σεπ Οκτ Νοε Δεκ",
        "ddd": "Κυρ Δευ Τρι Τετ Πεμ Παρ Σαβ",
        "dd": "Κυ Δε Τρ Τε Πε Πα Σα",
    },
    "es": {
        "MMM": "ene. feb. mar. abr. may. jun. jul. ago. sep. oct. nov. dic.",
        "ddd": "dom. lun. mar. mié. jue. vie. sáb.",
        "dd": "do lu ma mi ju vi sá",
    },
    "fa": {
        "dddd": "یک\u200cشنبه دوشنبه سه\u200cشنبه چهارشنبه پنج\u200cشنبه جمعه شنبه",
        "ddd": "یک\u200cشنبه دوشنبه سه\u200cشنبه چهارشنبه پنج\u200cشنبه جمعه شنبه",
        "dd": "ی د س چ پ ج ش",
    },
    "fr-ca": {"MMM": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."},
    "he": {
        "dddd": "ראשון שני שלישי רביעי חמישי שישי שבת",
        "ddd": "א׳ ב׳ ג׳ ד׳ ה׳ ו׳ ש׳",
        "dd": "א ב ג ד ה ו ש",
    },
    "hr": {
        "MMM": "sij. velj. ožu. tra. svi. lip. srp. kol. ruj. lis. stu. pro.",
        "ddd": "ned. pon. uto. sri. čet. pet. sub.",
        "dd": "ne po ut sr če pe su",
    },
    "hu": {
        "MMM": "jan. feb. márc. ápr. máj. jún. júl. aug. szept. okt. nov. dec.",
        "ddd": "vas hét kedd sze csüt pén szo",
        "dd": "v h k sze cs p szo",
    },
    "id": {"dd": "Mg Sn Sl Rb Km Jm Sb"},
    "it": {"dd": "do lu ma me gi ve sa"},
    "nb": {"ddd": "sø. ma. ti. on. to. fr. lø.", "dd": "sø ma ti on to fr lø"},
    "nl": {
        "MMM": "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
        "ddd": "zo. ma. di. wo. do. vr. za.",
    },
    "nn": {
        "dddd": "sundag måndag tysdag onsdag torsdag fredag laurdag",
        "ddd": "su. må. ty. on. to. fr. lau.",
        "dd": "su må ty on to fr la",
    },
    "pl": {"ddd": "ndz pon wt śr czw pt sob", "dd": "Nd Pn Wt Śr Cz Pt So"},
    "pt": {
        "MMM": "jan fev mar abr mai jun jul ago set out nov dez",
        "dddd": "Domingo Segunda-feira Terça-feira Quarta-feira Quinta-feira Sexta-feira Sábado",
        "ddd": "Dom Seg Ter Qua Qui Sex Sáb",
        "dd": "Do 2ª 3ª 4ª 5ª 6ª Sá",
    },
    "pt-br": {
        "MMM": "jan fev mar abr mai jun jul ago set out nov dez",
        "ddd": "dom seg ter qua qui sex sáb",
        "dd": "do 2ª 3ª 4ª 5ª 6ª sá",
    },
    "ro": {
        "MMM": "ian. feb. mart. apr. mai iun. iul. aug. sept. oct. nov. dec.",
        "ddd": "Dum Lun Mar Mie Joi Vin Sâm",
        "dd": "Du Lu Ma Mi Jo Vi Sâ",
    },
    "ru": {"D MMM": "янв. февр. мар. апр. мая июня июля авг. сент. окт. нояб. дек."},
    "sl": {
        "MMM": "jan. feb. mar. apr. maj. jun. jul. avg. sep. okt. nov. dec.",
        "dd": "ne po to sr če pe so",
    },
    "sv": {"MMM": "jan feb mar apr maj jun jul aug sep okt nov dec"},
    "tr": {"dd": "Pz Pt Sa Ça Pe Cu Ct"},
    "uk": {"MMM": "січ лют бер квіт трав черв лип серп вер жовт лист груд"},
    "vi": {
        "MMM": "Thg~01 Thg~02 Thg~03 Thg~04 Thg~05 Thg~06 Thg~07 Thg~08 Thg~09 Thg~10 Thg~11 Thg~12",
        "dddd": "chủ~nhật thứ~hai thứ~ba thứ~tư thứ~năm thứ~sáu thứ~bảy",
        "ddd": "CN T2 T3 T4 T5 T6 T7",
    },
    "zh-cn": {"dd": "日 一 二 三 四 五 六"},
    "zh-hk": {"MMMM": _CHINESE_MONTHS},
    "zh-mo": {"MMMM": _CHINESE_MONTHS},
    "zh-tw": {"MMMM": _CHINESE_MONTHS},
}

# The parts of the day for A, from hour and minute (930 is half past nine) on.
DAY_PARTS: Final[dict[str, dict[int, str]]] = {
    "": {0: "AM", 1200: "PM"},
    "ar": {0: "ص", 1200: "م"},
    "el": {0: "ΠΜ", 1200: "ΜΜ"},
    "fa": {0: "قبل از ظهر", 1200: "بعد از ظهر"},
    "he": {0: "לפנות בוקר", 500: "בבוקר", 1000: "לפני הצהריים", 1200: "אחרי הצהריים", 1800: "בערב"},
    "hu": {0: "DE", 1200: "DU"},
    "id": {0: "pagi", 1100: "siang", 1500: "sore", 1900: "malam"},
    "ja": {0: "午前", 1200: "午後"},
    "ko": {0: "오전", 1200: "오후"},
    "ru": {0: "ночи", 400: "утра", 1200: "дня", 1700: "вечера"},
    "tr": {0: "ÖÖ", 1200: "ÖS"},
    "uk": {0: "ночі", 400: "ранку", 1200: "дня", 1700: "вечора"},
    "vi": {0: "SA", 1200: "CH"},
    "zh-hk": {0: "凌晨", 600: "早上", 900: "上午", 1200: "中午", 1201: "下午", 1800: "晚上"},
    "zh": {0: "凌晨", 600: "早上", 900: "上午", 1130: "中午", 1230: "下午", 1800: "晚上"},
}

# Own digits (here the zero of each script) and an own comma, for whole outputs.
_ZEROS: Final = {
    "٠": "ar ar-ps ar-sa ku",
    "۰": "fa ps",
    "০": "bn bn-bd",
    "༠": "bo",
    "૦": "gu",
    "०": "hi mr ne",
    "០": "km",
    "೦": "kn",
    "၀": "my",
    "੦": "pa-in",
    "௦": "ta",
}
_DIGITS: Final = {
    locale: dict(zip("0123456789", map(chr, range(ord(zero), ord(zero) + 10)), strict=True))
    for zero, locales in _ZEROS.items()
    for locale in locales.split()
}
_COMMAS: Final = ("ar", "ar-dz", "ar-ly", "ar-ps", "ar-sa", "dv", "fa", "ku", "ps", "sd", "ug-cn", "ur")
SIGNS: Final = {
    **_DIGITS,
    **{it: {**_DIGITS.get(it, {}), ",": "،"} for it in _COMMAS},
}
