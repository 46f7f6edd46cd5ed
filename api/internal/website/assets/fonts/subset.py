"""Makes the site's font files from the npm packages named in README.md.

    python3 subset.py PACKAGES_DIR OUT_DIR

PACKAGES_DIR holds the unpacked packages as source-serif-4/, golos-text/,
noto-naskh-arabic/ and vazirmatn/.
Needs fontTools and brotli (Debian: python3-fonttools python3-brotli).
"""
import io
import sys
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from fontTools.varLib import instancer

KAZAKH = [ord(c) for c in "ҒғҚқҢңҮүҺһӘәӨө"]
CYRILLIC = [*range(0x401, 0x460), *map(ord, "ҐґҰұ№"), 0x301]
MONEY = [ord(c) for c in "₴₸₽"]
ASCII = [*range(0x20, 0x7F), *map(ord, "\u00a0§©«°±·»×–—‘’“”„•…€−")]
ACCENTS = [*(c for c in range(0xA1, 0x100) if c not in ASCII), ord("ı")]
QAZAQ = [ord(c) for c in "ĞğİŃńŞşŪū"]  # Kazakh in Latin letters, with ACCENTS
# Our subset, and the package's subset that has the glyphs.
SUBSETS = {
    "latin": ("latin", ASCII), "accents": ("latin", ACCENTS),
    "cyrillic": ("cyrillic", CYRILLIC), "kazakh": ("cyrillic-ext", KAZAKH),
    "money": ("latin-ext", MONEY), "qazaq": ("latin-ext", QAZAQ),
    "acute": ("latin", [*map(ord, "gG´")]),
}
SERIF = "source-serif-4/package/files/source-serif-4-%s-opsz-normal.woff2"
ITALIC = "source-serif-4/package/files/source-serif-4-%s-opsz-italic.woff2"
SANS = "golos-text/package/files/golos-text-%s-wght-normal.woff2"
# File name, source, axes (a number fixes an axis), family name written into the file.
FACES = [
    ("baq-display", SERIF, {"opsz": 36, "wght": 640}, "BAQ Display"),
    ("baq-serif", SERIF, {"opsz": 16, "wght": (400, 700)}, "BAQ Serif"),
    ("baq-serif-italic", ITALIC, {"opsz": 16, "wght": (400, 700)}, "BAQ Serif"),
    ("golos-text", SANS, {"wght": (400, 800)}, None),
]


# The Arabic letters of Kazakh (töte) and of Arabic names.
ARABIC = [0x60C, 0x61B, 0x61F, *range(0x621, 0x63B), *range(0x640, 0x653), 0x674, *map(ord, "پچژکڭگھۆۇۈۋیە")]
ARABIC_FACES = [
    ("naskh", "noto-naskh-arabic/package/files/noto-naskh-arabic-arabic-wght-normal.woff2", {"wght": (400, 700)}),
    ("vazirmatn", "vazirmatn/package/files/vazirmatn-arabic-wght-normal.woff2", {"wght": (400, 800)}),
]


def cut(path, unicodes):
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "tnum", "init", "medi", "fina", "isol", "rlig", "calt"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=unicodes)
    cutter.subset(font)
    plain = io.BytesIO()
    font.flavor = None
    font.save(plain)
    plain.seek(0)
    return TTFont(plain, recalcTimestamp=False)


def add_acute(font):
    """Adds ǵ and Ǵ, which the packages lack, as g and its accent."""
    for table in ("HVAR", "VVAR", "GSUB", "GPOS", "vhea", "vmtx"):
        if table in font:
            del font[table]  # they count glyphs; widths come from gvar
    glyf, metrics, cmap = font["glyf"], font["hmtx"].metrics, font.getBestCmap()
    rise = font["OS/2"].sCapHeight - font["OS/2"].sxHeight
    acute = cmap[0xB4]
    order = font.getGlyphOrder()
    for letter, code, up in (("g", 0x1F5, 0), ("G", 0x1F4, rise)):
        plain, name = cmap[ord(letter)], letter + "acute"
        parts = []
        for part, x, y in ((plain, 0, 0), (acute, (metrics[plain][0] - metrics[acute][0]) // 2, up)):
            component = GlyphComponent()
            component.glyphName, component.x, component.y, component.flags = part, x, y, 0x4 | (0x200 if part == plain else 0)
            parts.append(component)
        glyph = Glyph()
        glyph.numberOfContours, glyph.components = -1, parts
        font.setGlyphOrder(order := [*order, name])
        glyf[name] = glyph
        metrics[name] = metrics[plain]
        if "gvar" in font:
            font["gvar"].variations[name] = []
        for table in font["cmap"].tables:
            table.cmap[code] = name
    for code in (0x67, 0x47, 0xB4):
        for table in font["cmap"].tables:
            table.cmap.pop(code, None)
    glyf.setGlyphOrder(order)
    for name in ("gacute", "Gacute"):
        glyf[name].recalcBounds(glyf)


def rename(font, family):
    """The licence reserves the name "Source" for the unchanged font."""
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
        elif record.nameID in (3, 4, 6, 25):
            record.string = family.replace(" ", "")


packages, out = sys.argv[1], sys.argv[2]
for name, source, axes, family in FACES:
    for ours, (theirs, unicodes) in SUBSETS.items():
        font = instancer.instantiateVariableFont(cut(f"{packages}/{source % theirs}", unicodes), axes)
        if ours == "acute":
            add_acute(font)
        if family:
            rename(font, family)
        font.flavor = "woff2"
        font.save(f"{out}/{name}-{ours}.woff2")
for name, source, axes in ARABIC_FACES:
    font = instancer.instantiateVariableFont(cut(f"{packages}/{source}", ARABIC), axes)
    font.flavor = "woff2"
    font.save(f"{out}/{name}-arabic.woff2")
