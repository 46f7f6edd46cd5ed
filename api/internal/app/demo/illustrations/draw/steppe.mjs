// Mountains, steppe, lakes, and who lives there.
import { Scene, polygon } from "./scene.mjs";
import { clouds, finish, grass, ground, mist, ridge, sky, stars, sun, water } from "./nature.mjs";
import { field, hex, mix, smooth, terrain } from "./terrain.mjs";
import { yurt } from "./yurt.mjs";

// Green foothills, then rock, then snow, by height and steepness.
export function alpine(f, { snowLine = 1.5, tree = 0.9, grassy = "#66743f", wood = "#22382f", rock = "#80838f" } = {}) {
  const [a, b, c, d] = [grassy, wood, rock, "#fbfbff"].map(hex);
  return (x, y, z, flat) => {
    const n = f.plain(x * 3, z * 3, 4) - 0.45;
    const low = mix(a, b, smooth(tree * 0.25, tree, y + n * 1.2));
    const high = mix(low, c, smooth(tree, tree + 0.8, y + n * 1.4 + (1 - flat)));
    return mix(high, d, smooth(snowLine, snowLine + 0.6, y + n * 0.9) * smooth(0.42, 0.7, flat));
  };
}

export function range(f, { tall = 3, from = 4, to = 14, hills = 0.25, u = 7.3, v = 3.1, sink = 0.9, scale = 0.16 }) {
  return (x, z, detail) => {
    const far = smooth(from, to, z);
    return f.eroded(x * scale + u, z * scale + v, detail) * (hills + tall * far) - sink * far;
  };
}

// The northern slope of the mountains above a city at daybreak.
function alatau() {
  const s = new Scene(41), f = field(5);
  sky(s, ["0 #2c5c9e", "0.34 #86aed3", "0.56 #f6cfa6", "0.7 #ffe3bf"], 760);
  clouds(s, { y: 0, height: 420, colour: "#ffe4cf", cover: 0.5, opacity: 0.85, seed: 12 });
  terrain(s, {
    height: range(f, { tall: 3.5, sink: 1, from: 5, to: 15 }), colour: alpine(f, { snowLine: 1.35 }), eye: 1.25, horizon: 600, near: 1.6, far: 34, lens: 1500,
    sun: { x: 0.8, y: 0.4, z: -0.25 }, sunlight: [1.5, 1.18, 0.9], haze: { near: hex("#c2cbdc"), sun: hex("#ffd9ad"), density: 0.05, start: 3, fall: 0.45 },
  });
  mist(s, 600, 190, "#f3d3b8", 0.5);
  nightCity(s, 800);
  finish(s, { grain: 0.015 });
  return s;
}

function nightCity(s, top) {
  s.rect(0, top - 70, s.w, 280, s.linear(["0 #15202e 0", "0.4 #15202e 0.8", "1 #0b121b 1"]));
  for (let row = 0; row < 4; row += 1) {
    const base = top + 20 + row * 62, shade = ["#33415a", "#253248", "#182234", "#0d1522"][row];
    for (let x = -20; x < s.w; ) {
      const w = s.between(26, 60) * (1 + row * 0.35), h = s.between(16, 46) * (1 + row * 0.55);
      house(s, x, base - h, w, h + 200, shade, row);
      x += w + s.between(0, 22);
    }
    mist(s, base - 20, 90, "#8c7f8c", 0.22);
  }
}

function house(s, x, y, w, h, shade, row) {
  s.rect(x, y, w, h, shade);
  const step = 7 + row * 2;
  for (let wx = x + 4; wx < x + w - 5; wx += step) {
    for (let wy = y + 5; wy < y + Math.min(h, 120); wy += step + 2) {
      if (s.random() < 0.3) s.rect(wx, wy, step * 0.5, step * 0.55, s.pick(["#ffcf8a", "#ffe7bf", "#ffb765"]), `opacity="${s.between(0.4, 0.95).toFixed(2)}"`);
    }
  }
}

// Wild tulips over a spring steppe.
function tulips() {
  const s = new Scene(58), f = field(9);
  sky(s, ["0 #3f86c9", "0.6 #a9d3ec", "1 #fdf0d4"], 560);
  clouds(s, { y: 0, height: 430, colour: "#ffffff", cover: 0.55, opacity: 0.95, seed: 31 });
  terrain(s, {
    height: range(f, { tall: 2.6, from: 14, to: 26, hills: 0.1, sink: 0.8, scale: 0.2 }), colour: alpine(f, { snowLine: 0.95, tree: 0.6, grassy: "#7f9440", wood: "#5e7a44" }), eye: 0.42, horizon: 540, near: 0.5, far: 44,
    lens: 1500, sun: { x: -0.7, y: 0.55, z: -0.2 }, haze: { near: hex("#cfdde8"), sun: hex("#f6efdc"), density: 0.035, start: 3 },
  });
  meadow(s);
  finish(s, { grain: 0.01, vignette: 0.35 });
  return s;
}

function meadow(s) {
  for (let row = 0; row < 12; row += 1) {
    const t = row / 11, y = 600 + t * t * 400, size = 3 + t * t * 50;
    const count = Math.round(190 * (1 - t) ** 1.5 + 8);
    const blur = row > 10 ? s.blur(9) : row > 9 ? s.blur(3) : null;
    s.group(blur ? `filter="${blur}"` : "", () => {
      grass(s, { y: y + size * 2.4, height: 8 + size * 2.2, count: Math.round(380 - t * 200), colours: ["#5b7f30", "#7b9a3c", "#48702a", "#96b04d"], width: 1 + t * 3, spread: 8 + size * 0.5, lean: 10, opacity: 0.9 });
      for (let i = 0; i < count; i += 1) tulip(s, s.between(-20, s.w + 20), y + s.between(-14, 14) * (0.4 + t) - size * 0.3, size * s.between(0.75, 1.15), s.pick(["#e5282f", "#ea3a2b", "#d4203a", "#f2a51f", "#ef4326"]));
    });
  }
}

function tulip(s, x, y, r, colour) {
  const lean = s.between(-0.12, 0.12) * r;
  s.path(`M${x.toFixed(1)},${y.toFixed(1)}q${lean.toFixed(1)},${(r * 1.2).toFixed(1)} ${(lean * 2).toFixed(1)},${(r * 3).toFixed(1)}`, "none", `stroke="#4c7429" stroke-width="${(0.8 + r * 0.08).toFixed(1)}"`);
  if (r < 8) {
    s.ellipse(x, y - r * 0.5, r * 0.55, r * 0.85, colour);
    return;
  }
  const leaf = (side) => `M${x},${y + r * 2.6}c${side * r * 0.9},${-r * 0.3} ${side * r * 1.1},${-r * 1.3} ${side * r * 1.25},${-r * 2}c${-side * r * 0.7},${r * 0.4} ${-side * r * 1.1},${r} ${-side * r * 1.25},${r * 2}Z`;
  s.path(leaf(s.random() < 0.5 ? 1 : -1), "#5d8a35");
  const k = r / 10;
  const part = (d, fill, extra = "") => s.add(`<path transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${k.toFixed(2)})" d="${d}" fill="${fill}" ${extra}/>`);
  part("M0,0C-7,0 -8.5,-7 -7.6,-12C-7.2,-15.5 -6.4,-17 -6,-18C-3.6,-15.6 -2,-13 -1,-10C1,-6 1,-2 0,0Z", colour, 'style="filter:brightness(.8)"');
  part("M0,0C7,0 8.5,-7 7.6,-12C7.2,-15.5 6.4,-17 6,-18C3.6,-15.6 2,-13 1,-10C-1,-6 -1,-2 0,0Z", colour, 'style="filter:brightness(.88)"');
  part("M0,0.4C-5,0 -6,-6 -4.6,-11C-3.4,-14.6 -1.4,-17 0,-18.4C1.4,-17 3.4,-14.6 4.6,-11C6,-6 5,0 0,0.4Z", colour);
  part("M-1,-1C-4,-4 -3.6,-11 -0.6,-16C-1.6,-10 -1.4,-5 -1,-1Z", "#ffe3b8", 'opacity="0.3"');
}

// Turquoise lake in a semi-desert.
function lake() {
  const s = new Scene(63), f = field(31);
  const sand = hex("#c79a6c"), stone = hex("#8f5f48"), pale = hex("#e2c79c");
  const above = () => {
    sky(s, ["0 #2f7fc4", "0.7 #9fd0e8", "1 #eef4e6"], 520);
    clouds(s, { y: 20, height: 440, colour: "#ffffff", cover: 0.56, opacity: 0.95, seed: 44 });
    terrain(s, {
      height: (x, z, d) => f.eroded(x * 0.22 + 40.7, z * 0.22 + 3, d) * 1.5 * smooth(9, 16, z) - 0.25 - 0.5 * smooth(16, 9, z), eye: 0.35, horizon: 520, near: 8.5, far: 44, lens: 1500,
      colour: (x, y, z, flat) => mix(mix(pale, sand, smooth(0.02, 0.2, y)), stone, smooth(0.9, 0.6, flat) * 0.8 + f.plain(x * 2, z * 2, 4) * 0.3),
      sun: { x: 0.75, y: 0.5, z: -0.3 }, sunlight: [1.35, 1.2, 1], haze: { near: hex("#c6dbe6"), sun: hex("#f1e8d6"), density: 0.028, start: 8 },
    });
    s.rect(0, 529, s.w, 500, "#7fd0cf");
  };
  above();
  water(s, { horizon: 529, top: "#66c9ca", foot: "#0b5c77", mirrored: above, mirror: 0.5, ripple: 30, glint: { x: 1000, colour: "#ffffff", width: 260, count: 420 } });
  const shore = ridge(s, { y: 905, amp: 60, waves: 1.3, octaves: 6, seed: 17 });
  s.path(polygon([...shore.map(([x, y]) => [x, y - 26]), [s.w + 20, s.h + 9], [-20, s.h + 9]]), "#bfeee6", `opacity="0.35" filter="${s.blur(12)}"`);
  s.path(polygon([...shore.map(([x, y]) => [x, y - 9]), [s.w + 20, s.h + 9], [-20, s.h + 9]]), "#f3fffb", `opacity="0.7" filter="${s.blur(4)}"`);
  ground(s, { points: shore, top: "#d9bd8d", foot: "#a57f52", grain: 0.45, stretch: 2.4, scale: 0.02 });
  reeds(s, 970);
  finish(s, { grain: 0.01, vignette: 0.35 });
  return s;
}

function reeds(s, y) {
  for (const [from, to, n] of [[-40, 300, 150], [1360, 1640, 100]]) {
    grass(s, { y: y + 30, height: 300, count: n, colours: ["#6d7a34", "#8a8f44", "#55642c", "#b09a55"], width: 3.2, lean: 60, spread: 50, from, to });
    for (let i = 0; i < n / 7; i += 1) {
      const x = s.between(from + 10, to), h = s.between(210, 320), base = y + s.between(0, 60);
      s.path(`M${x.toFixed(0)},${base.toFixed(0)}q6,${(-h * 0.6).toFixed(0)} 26,${(-h).toFixed(0)}`, "none", 'stroke="#7c7a3c" stroke-width="3"');
      s.path(`M${(x + 26).toFixed(0)},${(base - h).toFixed(0)}q5,-20 14,-40`, "none", 'stroke="#6b4526" stroke-width="9" stroke-linecap="round"');
    }
  }
}

// A herd of saiga far off in the morning mist.
function saiga() {
  const s = new Scene(77), f = field(12);
  sky(s, ["0 #a8683f", "0.45 #eaa75f", "1 #ffe3a6"], 640);
  sun(s, 1120, 410, 58, "#fffae0", "#ffd27a", 9);
  const dry = hex("#b98a52"), dark = hex("#7a5630");
  terrain(s, {
    height: (x, z, d) => (f.plain(x * 0.35, z * 0.35, d) - 0.5) * 0.55, eye: 0.5, horizon: 560, near: 0.7, far: 26, lens: 1400,
    colour: (x, y, z) => mix(dry, dark, smooth(0.35, 0.6, f.plain(x * 2, z * 2, 5))), sun: { x: 0.35, y: 0.16, z: 1 }, sunlight: [2, 1.35, 0.75],
    skylight: [0.5, 0.38, 0.3], haze: { near: hex("#e6b478"), sun: hex("#ffe2a4"), density: 0.13, start: 1 },
  });
  const rows = [[600, 0.16, 26, "#b98450"], [640, 0.26, 15, "#8a5a33"], [700, 0.42, 9, "#5c371c"]];
  for (const [y, k, count, colour] of rows) {
    for (let i = 0; i < count; i += 1) antelope(s, 160 + ((i + s.between(0.2, 0.8)) / count) * 1250, y + s.between(-8, 12), k * s.between(0.9, 1.1), colour, s.random() > 0.25);
    mist(s, y - 60, 110, "#ffdfa6", 0.4);
  }
  grass(s, { y: 1010, height: 190, count: 700, colours: ["#3a2413", "#54351a", "#2a180c", "#8a5a2a"], width: 2.6, lean: 34, spread: 50 });
  finish(s, { grain: 0.02 });
  return s;
}

// Side view of an antelope with lyre horns and a hanging nose; feet stand on (x, y).
function antelope(s, x, y, k, colour, right) {
  const body =
    "M-60,-66C-44,-82 -4,-80 26,-76C36,-84 46,-96 54,-102C58,-110 68,-114 78,-110C90,-106 98,-96 100,-84C101,-76 96,-70 90,-70C86,-70 85,-76 80,-78" +
    "C72,-76 66,-66 58,-58C52,-50 48,-46 45,-42L47,-22L46,0H41L39,-24L35,-44C16,-38 -14,-38 -32,-44L-38,-28L-34,0H-39L-46,-28C-50,-38 -54,-46 -58,-54L-65,-58C-66,-62 -64,-66 -60,-66Z" +
    "M28,-44L20,-24L24,0H19L12,-24L18,-44ZM-30,-46L-24,-24L-30,0H-35L-32,-24L-40,-46Z";
  const horns = "M66,-110C60,-122 60,-136 68,-150C66,-136 68,-122 72,-111ZM75,-111C74,-124 78,-138 88,-148C84,-134 82,-122 81,-110Z";
  s.add(`<g transform="translate(${x.toFixed(0)} ${y.toFixed(0)}) scale(${(right ? k : -k).toFixed(3)} ${k.toFixed(3)})" fill="${colour}"><path d="${body}"/><path d="${horns}"/></g>`);
}

// A reservoir between mountains and its dam.
function reservoir() {
  const s = new Scene(83), f = field(21);
  const above = () => {
    sky(s, ["0 #3a6ea5", "0.6 #9ec3dd", "1 #f4e6d2"], 560);
    clouds(s, { y: 0, height: 400, colour: "#fff6ee", cover: 0.52, opacity: 0.85, seed: 3 });
    terrain(s, {
      height: (x, z, d) => range(f, { tall: 3, from: 7, to: 17, hills: 0.75, u: 12.2, v: 29.4, sink: 0.55 })(x, z, d) * smooth(7, 11, z) - 0.2, colour: alpine(f, { snowLine: 1.5, tree: 1 }), eye: 0.45, horizon: 560, near: 5, far: 34, lens: 1500,
      sun: { x: -0.8, y: 0.5, z: -0.3 }, haze: { near: hex("#bccbdc"), sun: hex("#f3e6d2"), density: 0.03, start: 5, fall: 0.3 },
    });
    s.rect(0, 596, s.w, 500, "#3d87a3");
  };
  above();
  water(s, { horizon: 596, top: "#4d93ad", foot: "#0d3f5e", mirrored: above, mirror: 0.6, ripple: 30, glint: { x: 420, colour: "#fff3d8", width: 200, count: 220 } });
  dam(s);
  finish(s, { grain: 0.01, vignette: 0.4 });
  return s;
}

function dam(s) {
  const wall = "M560,1010C700,860 1060,740 1620,690V1010Z";
  s.path(wall, s.linear(["0 #dcd7ca", "0.5 #b3aea2", "1 #77756f"], 70));
  s.group(`clip-path="${s.clip(wall)}"`, () => {
    for (let i = 1; i < 9; i += 1) s.path(`M${560 + i * 26},${1010 + i * 30}C${700 + i * 16},${860 + i * 36} 1060,${740 + i * 40} 1620,${690 + i * 42}`, "none", 'stroke="#6a6862" stroke-width="2" opacity="0.35"');
    for (let i = 0; i < 14; i += 1) s.line(700 + i * 70, 640, 640 + i * 76, 1010, "#5d5b55", 1.5, 'opacity="0.25"');
  });
  s.path("M548,1010C692,850 1055,728 1625,676L1625,698C1058,752 706,870 584,1010Z", "#f1ece0");
  s.path("M548,1006C692,844 1055,720 1625,668", "none", 'stroke="#4b4c50" stroke-width="3"');
}

// Yurts on a summer pasture in the evening.
function pasture() {
  const s = new Scene(95), f = field(17);
  sky(s, ["0 #3d5f97", "0.5 #c7a7b5", "0.8 #f8cf9f", "1 #ffe6bd"], 600);
  clouds(s, { y: 0, height: 420, colour: "#ffd7bd", cover: 0.56, opacity: 0.9, seed: 71 });
  terrain(s, {
    height: range(f, { tall: 2.6, from: 6, to: 17, hills: 0.32, u: 31.4, v: 12.2, sink: 0.7 }), colour: alpine(f, { snowLine: 1.25, tree: 1, grassy: "#78893f", wood: "#40583a" }), eye: 0.75, horizon: 560, near: 0.8, far: 34, lens: 1450,
    sun: { x: -0.9, y: 0.34, z: 0.1 }, sunlight: [1.7, 1.25, 0.85], haze: { near: hex("#c9bfd0"), sun: hex("#ffd8a8"), density: 0.045, start: 3, fall: 0.3 },
  });
  for (const [x, y, k] of [[1010, 676, 0.42], [1190, 690, 0.5], [820, 700, 0.55]]) yurt(s, x, y, k);
  yurt(s, 470, 850, 1.5);
  smoke(s, 476, 560);
  grass(s, { y: 1000, height: 90, count: 900, colours: ["#44562a", "#5d6f33", "#7d8a42", "#a59a53"], width: 2, lean: 16, spread: 40 });
  finish(s, { grain: 0.015 });
  return s;
}

function smoke(s, x, y) {
  s.path(`M${x - 4},${y}c-10,-70 50,-90 30,-170c-12,-60 60,-90 50,-190l34,-6c4,110 -60,140 -50,200c16,80 -50,100 -42,168Z`, "#efe3dc", `opacity="0.42" filter="${s.blur(12)}"`);
}

// A dome under the Milky Way.
function observatory() {
  const s = new Scene(104), f = field(44);
  sky(s, ["0 #060b1f", "0.45 #132350", "0.8 #3a4f86", "1 #a37f8c"], 780);
  milkyWay(s);
  stars(s, 1500, 720);
  terrain(s, {
    height: range(f, { tall: 1.6, from: 2, to: 9, hills: 0.2, u: 5.1, v: 50, sink: 0.4 }), colour: alpine(f, { snowLine: 0.8, tree: 0.7 }), eye: 0.62, horizon: 700, near: 0.8, far: 26, lens: 1450,
    sun: { x: 0.5, y: 0.7, z: -0.2 }, sunlight: [0.2, 0.26, 0.42], skylight: [0.1, 0.13, 0.24], haze: { near: hex("#28345f"), sun: hex("#554f74"), density: 0.09, start: 2, fall: 0.2 },
  });
  dome(s, 1080, 800, 1.25);
  dome(s, 560, 742, 0.42);
  finish(s, { grain: 0.02, vignette: 0.5 });
  return s;
}

export function milkyWay(s, angle = -32) {
  const f = s.filter(
    `<feTurbulence type="fractalNoise" baseFrequency="0.004 0.011" numOctaves="6" seed="${s.seed}"/><feColorMatrix values="0 0 0 0 .82 0 0 0 0 .84 0 0 0 0 1 2.6 0 0 0 -1"/>`,
    'x="0" y="0" width="100%" height="100%"',
  );
  const fade = s.linear(["0 #000", "0.3 #333", "0.5 #fff", "0.7 #333", "1 #000"]);
  const m = s.define((id) => `<mask id="${id}" maskUnits="userSpaceOnUse" x="-900" y="-900" width="3600" height="3600"><rect x="-900" y="180" width="3600" height="460" fill="${fade}"/></mask>`);
  s.group(`transform="rotate(${angle} 800 400)" style="mix-blend-mode:screen"`, () => {
    s.ellipse(800, 410, 1300, 150, s.radial(["0 #8b9ae0 0.5", "0.6 #6a78c8 0.2", "1 #4a58a8 0"]));
    s.add(`<g mask="${m}" opacity="0.75"><rect x="-700" y="180" width="3000" height="460" filter="${f}"/></g>`);
    for (let i = 0; i < 1400; i += 1) s.circle(s.between(-500, 2100), 410 + (s.random() + s.random() + s.random() - 1.5) * 190, s.between(0.3, 1.2), "#e6ebff", `opacity="${s.between(0.3, 0.9).toFixed(2)}"`);
  });
}

function dome(s, x, y, k) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(0, 8, 210, 22, "#02040c", `opacity="0.6" filter="${s.blur(8)}"`);
    s.rect(-130, -120, 260, 130, s.linear(["0 #9aa5c4", "0.35 #d6dcee", "1 #39425f"], 0));
    s.path("M-142,-116C-142,-250 -76,-300 0,-300C76,-300 142,-250 142,-116Z", s.linear(["0 #a8b3d0", "0.3 #eef2ff", "0.65 #7d88ab", "1 #2c3350"], 0));
    s.path("M-8,-299C14,-304 40,-296 52,-290C66,-240 70,-180 70,-117H14C14,-190 8,-250 -8,-299Z", "#070b18");
    s.path("M22,-130L14,-250L34,-262L52,-134Z", "#4e5a80");
    s.rect(-146, -122, 292, 12, "#5b6586");
    for (let i = -5; i <= 5; i += 1) if (i < 0 || i > 3) s.path(`M${i * 27},-118C${i * 26},-220 ${i * 15},-280 ${i * 3},-300`, "none", 'stroke="#4c5575" stroke-width="1.5" opacity="0.5"');
    s.rect(-20, -58, 40, 66, "#141a30");
    s.rect(-14, -52, 28, 60, "#ffd58a", 'opacity="0.9"');
    s.path("M-14,8H14L60,60H-60Z", "#ffd58a", `opacity="0.25" filter="${s.blur(8)}"`);
  });
}

// Red canyon walls.
function canyon() {
  const s = new Scene(112), f = field(8);
  sky(s, ["0 #2a74bd", "0.7 #8fc1e4", "1 #e9e6d8"], 520);
  clouds(s, { y: 0, height: 380, colour: "#ffffff", cover: 0.42, opacity: 0.9, seed: 18 });
  const bands = ["#b5653a", "#c98a56", "#9c4f30", "#d8a574", "#a85c38", "#c27a4a"].map(hex);
  const height = (x, z, d) => {
    const wall = (Math.abs(x - Math.sin(z * 0.3) * 1.4) - 0.5) * 0.62 + (f.plain(x * 0.55 + 9, z * 0.55, d) - 0.42) * 3.2 - smooth(5, 0, z) * 1.6;
    const step = smooth(0.1, 0.75, wall) * 0.8 + smooth(0.9, 1.5, wall) * 0.8 + smooth(1.7, 2.2, wall) * 0.7;
    return step + f.plain(x * 2, z * 2, Math.min(d, 6)) * 0.3;
  };
  terrain(s, {
    height, eye: 2.25, horizon: 300, near: 1.4, far: 40, lens: 1150, steps: 1400,
    colour: (x, y, z, flat) => {
      const at = y * 7.5 + f.plain(x * 1.5, z * 1.5, 4) * 2.2, i = Math.floor(at);
      const rock = mix(bands[((i % 6) + 6) % 6], bands[(((i + 1) % 6) + 6) % 6], smooth(0.7, 1, at - i));
      return mix(rock, hex("#d9b083"), smooth(0.75, 0.95, flat) * 0.75);
    },
    sun: { x: 0.55, y: 0.75, z: -0.35 }, sunlight: [1.3, 1.12, 0.9], skylight: [0.5, 0.48, 0.55], haze: { near: hex("#c3cfda"), sun: hex("#eee0c8"), density: 0.03, start: 4 },
  });
  finish(s, { grain: 0.01, vignette: 0.4 });
  return s;
}

export const steppe = { alatau, tulips, lake, saiga, reservoir, pasture, observatory, canyon };
