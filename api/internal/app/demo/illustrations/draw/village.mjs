// A village at dusk, a glacier, a map, a compartment.
import { Scene, polygon, round } from "./scene.mjs";
import { clouds, finish, grass, mist, sky, stars, sun } from "./nature.mjs";
import { alpine, range } from "./steppe.mjs";
import { field, hex, mix, smooth, terrain } from "./terrain.mjs";

// A small village in the snow, one lamp after another being lit.
function aul() {
  const s = new Scene(701), f = field(23);
  sky(s, ["0 #16244c", "0.5 #4f5d92", "0.8 #c58f97", "1 #f6c39a"], 600);
  stars(s, 240, 320);
  const snow = hex("#cdd8ec"), blue = hex("#8fa3c8");
  terrain(s, {
    height: (x, z, d) => (f.plain(x * 0.22, z * 0.22, Math.min(d, 7)) - 0.5) * 0.9, eye: 0.62, horizon: 560, near: 0.7, far: 26, lens: 1400,
    colour: (x, y, z) => mix(snow, blue, smooth(0.4, 0.65, f.plain(x * 1.5, z * 1.5, 5))), sun: { x: -0.7, y: 0.2, z: 0.7 }, sunlight: [0.8, 0.6, 0.6],
    skylight: [0.55, 0.62, 0.85], haze: { near: hex("#8f8fb4"), sun: hex("#dfa9a0"), density: 0.09, start: 2 },
  });
  for (const [x, y, k] of [[760, 600, 0.2], [900, 596, 0.18], [1040, 604, 0.22], [620, 612, 0.26], [1210, 622, 0.3], [430, 650, 0.42], [1400, 668, 0.46], [980, 660, 0.4]]) cottage(s, x, y, k);
  cottage(s, 560, 850, 1.25);
  fence(s, 880, 860);
  mist(s, 560, 160, "#e9c0b8", 0.3);
  finish(s, { grain: 0.015, vignette: 0.5 });
  return s;
}

function cottage(s, x, y, k) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(0, 6, 250, 22, "#3c4a70", `opacity="0.5" filter="${s.blur(8)}"`);
    s.path("M110,-250q-20,-60 10,-110q30,-50 0,-120q40,60 24,120q-14,50 4,110Z", "#d9c9d4", `opacity="0.4" filter="${s.blur(9)}"`);
    s.rect(96, -276, 40, 90, "#5c3a38");
    s.rect(90, -286, 52, 18, "#eef4ff");
    s.rect(-190, -150, 380, 152, s.linear(["0 #8f7f8f", "0.5 #c9b9b8", "1 #6a5f78"], 0));
    s.path("M-230,-146L-120,-252H140L236,-146Z", s.linear(["0 #f7faff", "1 #aebcdc"]));
    s.path("M-230,-146H236V-132H-230Z", "#7f8fb8");
    for (const wx of [-140, -20]) {
      s.rect(wx, -112, 78, 70, "#3f6f8c");
      s.rect(wx + 7, -105, 64, 56, s.linear(["0 #fff1bd", "1 #ffb04a"]));
      s.path(`M${wx + 39},-105v56M${wx + 7},-77h64`, "none", 'stroke="#3f6f8c" stroke-width="5"');
      s.circle(wx + 39, -77, 130, s.radial(["0 #ffc76a 0.5", "1 #ffc76a 0"]), 'style="mix-blend-mode:screen"');
      s.path(`M${wx},2h78l50,70h-190Z`, "#ffce7d", `opacity="0.3" filter="${s.blur(10)}"`);
    }
    s.rect(104, -108, 60, 110, "#6a3f34");
    s.path("M-196,2q196,-26 392,0v16h-392Z", "#eef4ff");
  });
}

function fence(s, x, y) {
  for (let i = 0; i < 11; i += 1) s.rect(x + i * 62, y - 74 + (i % 2) * 3, 12, 92, "#4b4460");
  for (const dy of [-56, -24]) s.path(`M${x - 20},${y + dy}q340,10 700,-4v10q-340,12 -700,2Z`, "#5a5270");
  s.path(`M${x - 30},${y + 16}q340,-24 760,0v40h-760Z`, "#dfe7f6", `filter="${s.blur(3)}"`);
}

// The tongue of a glacier and a camp of those who measure it.
function glacier() {
  const s = new Scene(712), f = field(14);
  sky(s, ["0 #1f5ea8", "0.7 #86b9e2", "1 #e4eef4"], 560);
  clouds(s, { y: 0, height: 300, colour: "#ffffff", cover: 0.4, opacity: 0.9, seed: 73 });
  const ice = hex("#bdd3e2"), deep = hex("#6fa6c6"), dirt = hex("#9a9aa0"), peaks = alpine(f, { snowLine: 0.8, tree: -1, grassy: "#77777c", wood: "#6c6c74", rock: "#7b7d88" });
  const tongue = (x, z) => smooth(1.3, 0.6, Math.abs(x - Math.sin(z * 0.25) * 0.8 - 0.2) / (0.55 + z * 0.09));
  terrain(s, {
    height: (x, z, d) => {
      const t = tongue(x, z), rock = range(f, { tall: 3, from: 2, to: 15, hills: 0.7, u: 9.9, v: 41.3, sink: 0.8 })(x, z, d) * (1 - 0.75 * t * smooth(16, 6, z));
      return rock + t * 0.05 * z - t * 0.1 + t * 0.05 * f.plain(x * 5, z * 2.4, d);
    },
    eye: 1.15, horizon: 500, near: 1, far: 32, lens: 1400,
    colour: (x, y, z, flat) => {
      const t = tongue(x, z), crack = smooth(0.46, 0.5, f.plain(x * 1.2, z * 6, 4)) * 0.7, rock = peaks(x, y, z, flat);
      return mix(rock, mix(mix(ice, deep, crack), dirt, smooth(0.5, 0.62, f.plain(x * 3, z * 3, 4)) * 0.35), smooth(0.25, 0.6, t) * smooth(17, 10, z));
    },
    sun: { x: -0.7, y: 0.55, z: 0.1 }, haze: { near: hex("#bcd2e6"), sun: hex("#eaf1f4"), density: 0.03, start: 4 },
  });
  for (const [x, y, k, c] of [[1150, 830, 1, "#e2712c"], [1320, 850, 1.15, "#e8a62e"], [1010, 812, 0.8, "#c8402f"]]) tent(s, x, y, k, c);
  s.line(830, 700, 830, 880, "#d8402f", 5);
  for (let i = 0; i < 6; i += 1) s.rect(826, 706 + i * 30, 8, 14, "#ffffff");
  finish(s, { grain: 0.01, vignette: 0.36 });
  return s;
}

function tent(s, x, y, k, c) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(6, 4, 92, 10, "#31506c", `opacity="0.5" filter="${s.blur(5)}"`);
    s.path("M-80,0C-70,-66 -30,-92 0,-92C34,-92 74,-62 82,0Z", s.linear([`0 ${c}`, "1 #5c2414"], 20));
    s.path("M-26,0C-24,-40 -10,-62 2,-64C16,-60 26,-38 28,0Z", "#3a2018");
    s.path("M-80,0C-70,-66 -30,-92 0,-92C-30,-66 -44,-30 -48,0Z", "#fff", 'opacity="0.25"');
  });
}

// A city's plan with pins of three colours.
function citymap() {
  const s = new Scene(723);
  s.rect(0, 0, 1600, 1000, "#e9e2d2");
  s.group('transform="translate(800 560) rotate(-32) skewX(14) translate(-1300 -1000)"', () => {
    for (let i = 0; i < 18; i += 1) for (let j = 0; j < 15; j += 1) {
      const x = i * 150, y = j * 135, park = (i * 7 + j * 5) % 11 === 0;
      s.rect(x + 12, y + 12, 126, 111, park ? "#b9d49a" : "#f6f1e6", 'rx="8"');
      if (park) for (let n = 0; n < 7; n += 1) s.circle(x + s.between(24, 126), y + s.between(24, 110), s.between(8, 15), "#86b06a");
      else for (let n = 0; n < 4; n += 1) {
        const bx = x + 20 + (n % 2) * 58, by = y + 18 + Math.floor(n / 2) * 52, w = s.between(34, 52), h = s.between(28, 44);
        s.rect(bx + 7, by + 9, w, h, "#6a5f50", 'opacity="0.28"');
        s.rect(bx, by, w, h, s.pick(["#dccdb4", "#d2bfa2", "#e6d9c4", "#c9b79c"]));
      }
    }
    s.path("M-200,620C500,520 800,940 1400,840S2300,1100 3000,980", "none", 'stroke="#8fc4dc" stroke-width="96"');
    s.path("M-200,620C500,520 800,940 1400,840S2300,1100 3000,980", "none", 'stroke="#b6dcec" stroke-width="52"');
    s.path("M600,-100L760,2200M1700,-100L1560,2200", "none", 'stroke="#f2c86a" stroke-width="26"');
    s.path("M-100,1250L2900,1290", "none", 'stroke="#f2c86a" stroke-width="26"');
  });
  s.rect(0, 0, 1600, 1000, s.linear(["0 #fff6dc 0.5", "0.5 #fff 0", "1 #3b2f22 0.4"], 50));
  for (const [x, y, k, c] of [[330, 340, 0.7, "#3f9a5c"], [560, 250, 0.6, "#e2a93a"], [980, 300, 0.66, "#3f9a5c"], [1260, 400, 0.8, "#8a8f99"], [470, 600, 1, "#8a8f99"], [1390, 660, 1.1, "#3f9a5c"], [800, 560, 1.15, "#3f9a5c"], [1060, 760, 1.4, "#e2a93a"], [230, 840, 1.3, "#3f9a5c"]]) pin(s, x, y, k, c);
  finish(s, { grain: 0.01, vignette: 0.34 });
  return s;
}

function pin(s, x, y, k, c) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(30, 2, 56, 14, "#3a3024", `opacity="0.45" transform="rotate(-14)" filter="${s.blur(4)}"`);
    s.path("M0,0C-14,-50 -58,-70 -58,-116A58,58 0 1 1 58,-116C58,-70 14,-50 0,0Z", s.linear([`0 ${c}`, "1 #26302c"], 70));
    s.path("M0,0C-14,-50 -58,-70 -58,-116A58,58 0 0 1 0,-174C-30,-160 -38,-110 0,0Z", "#fff", 'opacity="0.25"');
    s.circle(0, -116, 36, "#fff");
    s.path("M-4,-136a7,7 0 1 1 .1,0M-6,-126v20h16l8,16M-12,-116a17,17 0 1 0 22,24", "none", `stroke="${c}" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"`);
  });
}

// A compartment's window, tea on the table, the steppe going by.
function carriage() {
  const s = new Scene(734), f = field(26);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #d9c7a8", "0.5 #b99f7c", "1 #6a5138"]));
  const view = "M390,110H1210Q1250,110 1250,150V610Q1250,650 1210,650H390Q350,650 350,610V150Q350,110 390,110Z";
  s.group(`clip-path="${s.clip(view)}"`, () => {
    sky(s, ["0 #3f7fbc", "0.6 #a9cce4", "1 #ffe9c0"], 470);
    clouds(s, { y: 90, height: 300, colour: "#ffffff", cover: 0.5, opacity: 0.95, seed: 21 });
    sun(s, 1060, 360, 26, "#fffdf0", "#ffe0a0", 11);
    terrain(s, {
      height: range(f, { tall: 1.8, from: 9, to: 20, hills: 0.14, u: 60, v: 12.7, sink: 0.5 }), colour: alpine(f, { snowLine: 1, tree: 0.9, grassy: "#b8a058", wood: "#8a8448" }), eye: 0.5, horizon: 450, near: 0.7, far: 36, lens: 1300,
      sun: { x: 0.6, y: 0.4, z: 0.5 }, haze: { near: hex("#c9d4da"), sun: hex("#f6e6c6"), density: 0.035, start: 3 },
    });
    for (let i = 0; i < 60; i += 1) s.path(`M${round(s.between(300, 1300))},${round(s.between(560, 650))}h${round(s.between(60, 220))}`, "none", `stroke="${s.pick(["#8f7c3c", "#b09a52", "#6d6030"])}" stroke-width="${round(s.between(2, 6))}" opacity="0.5"`);
    s.path("M420,110L760,110L520,650H350Z", "#fff", 'opacity="0.1"');
  });
  s.path(view, "none", 'stroke="#4d5660" stroke-width="22"');
  s.path(view, "none", 'stroke="#c9d0d6" stroke-width="8"');
  for (const side of [0, 1]) s.group(side ? 'transform="translate(1600 0) scale(-1 1)"' : "", () => {
    for (let i = 0; i < 4; i += 1) s.path(`M${280 + i * 40},60h52C${322 + i * 40 - i * 8},300 ${300 + i * 24},520 ${276 + i * 18},700h-46C${260 + i * 22},520 ${290 + i * 36},300 ${280 + i * 40},60Z`, s.linear(["0 #0d5a72", "0.4 #2492ae", "1 #0a4a60"], 0));
    s.path("M-10,560H250Q290,566 296,620V1010H-10Z", s.linear(["0 #1c7a96", "0.6 #11586f", "1 #0a3342"], 10));
    s.path("M-10,220H170Q230,226 238,300V560H-10Z", s.linear(["0 #1f86a4", "1 #0e4c62"], 20));
    s.path("M-10,548H262v26H-10Z", "#e8d9bd");
  });
  s.rect(300, 48, 1000, 22, "#8a929a", 'rx="10"');
  s.path("M470,800H1130L1190,856H410Z", s.linear(["0 #e9cfa2", "1 #b58a55"]));
  s.rect(410, 856, 780, 22, "#7d5a34");
  s.path("M760,878h80v140h-80Z", "#6a737c");
  tea(s, 660, 836);
  tea(s, 930, 846);
  s.path("M1010,818l120,-8l20,30l-130,10Z", "#f7f3e8");
  for (let i = 0; i < 4; i += 1) s.line(1032 + i * 3, 822 + i * 6, 1128 + i * 4, 816 + i * 6, "#8f8a7c", 2);
  s.path("M350,150L1250,150L1500,1010H100Z", "#ffe9b8", `opacity="0.16" filter="${s.blur(30)}" style="mix-blend-mode:screen"`);
  finish(s, { grain: 0.015, vignette: 0.5 });
  return s;
}

function tea(s, x, y) {
  s.group(`transform="translate(${x} ${y})"`, () => {
    s.ellipse(10, 4, 74, 12, "#5a3a1c", `opacity="0.5" filter="${s.blur(4)}"`);
    s.path("M-40,-150H40L36,0H-36Z", s.linear(["0 #fff 0.5", "0.5 #fff 0.15", "1 #fff 0.5"], 0));
    s.path("M-39,-116H39L36,-4H-36Z", s.linear(["0 #c2601c", "0.5 #f0a040", "1 #8a3a10"], 0));
    s.ellipse(0, -116, 39, 7, "#ffc87a");
    s.path("M-46,-80H46L42,4H-42Z", s.linear(["0 #6f7780", "0.35 #eef2f5", "0.6 #aab2ba", "1 #59616a"], 0), 'opacity="0.94"');
    for (let i = -3; i <= 3; i += 1) s.path(`M${i * 12},-66q6,8 0,16q-6,8 0,16q6,8 0,16`, "none", 'stroke="#59616a" stroke-width="2" opacity="0.6"');
    s.path("M46,-66q36,6 30,36q-6,26 -34,24", "none", 'stroke="#9aa2aa" stroke-width="9"');
    s.path("M-8,-160q-14,-40 6,-70q18,-30 2,-64", "none", `stroke="#fff" stroke-width="12" stroke-linecap="round" opacity="0.35" filter="${s.blur(7)}"`);
  });
}

export const village = { aul, glacier, citymap, carriage };
