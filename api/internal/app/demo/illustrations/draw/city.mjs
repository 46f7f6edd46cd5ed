// Streets, squares, halls.
import { Scene, curve, polygon, round } from "./scene.mjs";
import { clouds, finish, mist, sky, stars, sun, water } from "./nature.mjs";
import { field, hex, mix, smooth, terrain } from "./terrain.mjs";

// A building with rows of windows, some of them lit.
export function tower(s, x, base, w, h, { face, edge, lit = 0.4, step = 9, warm = ["#ffd79a", "#ffe9c8", "#ffc06f"], cool = null }) {
  s.rect(x, base - h, w, h, s.linear([`0 ${face}`, `1 ${edge}`], 0));
  let on = "", off = "";
  for (let wx = x + step * 0.5; wx < x + w - step * 0.6; wx += step) {
    for (let wy = base - h + step; wy < base - step; wy += step * 1.25) {
      const d = `M${round(wx)},${round(wy)}h${round(step * 0.55)}v${round(step * 0.62)}h${round(-step * 0.55)}Z`;
      if (s.random() < lit) on += d;
      else off += d;
    }
  }
  s.path(off, cool ?? "#0b1626", 'opacity="0.35"');
  s.path(on, s.pick(warm), 'opacity="0.9"');
}

// A new city's skyline over a river at blue hour.
function skyline() {
  const s = new Scene(201), horizon = 700;
  const above = () => {
    sky(s, ["0 #14264f", "0.45 #4f5f97", "0.75 #d99a86", "1 #ffd59a"], horizon);
    clouds(s, { y: 0, height: 460, colour: "#ffb99a", cover: 0.44, opacity: 0.7, seed: 35, stretch: 6 });
    for (let x = -20; x < s.w; x += s.between(26, 60)) tower(s, x, horizon, s.between(26, 64), s.between(40, 150), { face: "#6f6c90", edge: "#57587e", lit: 0.25, step: 7 });
    mist(s, horizon - 130, 150, "#f6b894", 0.4);
    landmarks(s, horizon);
    for (let x = -30; x < s.w; x += s.between(40, 110)) tower(s, x, horizon, s.between(50, 100), s.between(36, 110), { face: "#2f3a5f", edge: "#1e2747", lit: 0.45, step: 9 });
    trees(s, horizon, 150);
  };
  above();
  water(s, { horizon, top: "#8a6f80", foot: "#101c3a", mirrored: above, mirror: 0.7, ripple: 40, glint: { x: 820, colour: "#ffcf94", width: 620, count: 260 } });
  finish(s, { grain: 0.015 });
  return s;
}

function landmarks(s, base) {
  // Twin curved blocks, a spire with a golden ball, a leaning pavilion, an arc.
  for (const [x, w, h] of [[240, 64, 300], [330, 64, 340], [1180, 74, 420], [1280, 60, 350], [1020, 56, 270], [100, 70, 230], [1440, 80, 280]]) {
    tower(s, x, base, w, h, { face: s.pick(["#54659a", "#476a96", "#5a5f8f"]), edge: "#232c56", lit: 0.5, step: 9 });
    s.path(`M${x},${base - h}L${x + w * s.between(0.3, 0.7)},${base - h - s.between(20, 70)}L${x + w},${base - h}Z`, "#3b4677");
  }
  s.path(`M690,${base}C700,${base - 150} 706,${base - 220} 700,${base - 300}H740C734,${base - 220} 740,${base - 150} 750,${base}Z`, s.linear(["0 #e9e4f0", "0.5 #a9a7c6", "1 #4b4f7d"], 0));
  for (let i = -4; i <= 4; i += 1) s.path(`M${720 + i * 3},${base - 290}Q${720 + i * 9},${base - 330} ${720 + i * 12},${base - 380}`, "none", 'stroke="#dcd8ea" stroke-width="4"');
  s.circle(720, base - 392, 46, s.radial(["0 #fff6c8", "0.4 #f5c04a", "1 #9a5f12"], 0.36, 0.34, 0.75));
  s.circle(720, base - 392, 150, s.radial(["0 #ffd778 0.5", "1 #ffd778 0"]), 'style="mix-blend-mode:screen"');
  s.path(`M860,${base}C880,${base - 120} 960,${base - 250} 990,${base - 330}C970,${base - 190} 990,${base - 90} 1010,${base}Z`, s.linear(["0 #8fb2d6", "1 #2d3c6d"], 20));
  for (let i = 1; i < 8; i += 1) s.line(866 + i * 9, base - i * 36, 996 + i, base - i * 36, "#e4f0ff", 1.5, 'opacity="0.4"');
  s.path(`M430,${base}V${base - 90}C470,${base - 190} 600,${base - 190} 640,${base - 90}V${base}Z`, s.linear(["0 #6b76ab", "1 #28325f"]));
  for (let i = 0; i < 10; i += 1) s.rect(442 + i * 20, base - 84, 12, 70, "#ffdfae", 'opacity="0.75"');
}

function trees(s, base, count, colours = ["#141d36", "#0f1830", "#1b2440"]) {
  for (let i = 0; i < count; i += 1) {
    const r = s.between(8, 24);
    s.ellipse(s.between(-10, s.w + 10), base - r * 0.6, r * 0.9, r, s.pick(colours));
  }
}

// A bus on an evening avenue after rain.
function bus() {
  const s = new Scene(212), road = 690;
  const above = () => {
    sky(s, ["0 #182547", "0.6 #51598a", "1 #c88f86"], 760);
    for (const [shade, edge, low, high, step] of [["#4a4f78", "#3a3f66", 160, 330, 9], ["#343a60", "#232849", 200, 460, 12]])
      for (let x = -40; x < s.w; x += s.between(90, 170)) tower(s, x, road, s.between(90, 150), s.between(low, high), { face: shade, edge, lit: 0.42, step });
    mist(s, road - 260, 280, "#f2a98c", 0.28);
    lamps(s, road);
    trees(s, road, 40, ["#1d2740", "#18213a"]);
    coachBus(s, 300, road + 40);
  };
  above();
  s.rect(0, road + 36, s.w, s.h, s.linear(["0 #2c3046", "1 #0e1120"]));
  const f = s.filter('<feGaussianBlur stdDeviation="5 16" result="b"/><feTurbulence type="fractalNoise" baseFrequency="0.012 0.05" numOctaves="3" seed="4" result="n"/><feDisplacementMap in="b" in2="n" scale="40"/>', 'x="0" y="0" width="100%" height="100%"');
  s.group(`clip-path="${s.clip(`M0,${road + 44}H1600V1000H0Z`)}" opacity="0.62" style="mix-blend-mode:screen"`, () => s.group(`filter="${f}"`, () => s.group(`transform="translate(0 ${(road + 44) * 2}) scale(1 -1)"`, above)));
  for (let i = 0; i < 7; i += 1) s.path(polygon([[i * 270 - 60, 900], [i * 270 + 90, 900], [i * 280 + 80, 916], [i * 280 - 90, 916]]), "#c9cfdf", 'opacity="0.35"');
  bokeh(s);
  finish(s, { grain: 0.015, vignette: 0.5 });
  return s;
}

function lamps(s, base) {
  for (const x of [120, 560, 1330, 1560]) {
    s.path(`M${x},${base + 30}V${base - 330}q0,-34 40,-34h40`, "none", 'stroke="#12182c" stroke-width="8"');
    s.circle(x + 84, base - 360, 130, s.radial(["0 #ffdf9e 0.85", "0.2 #ffdf9e 0.3", "1 #ffdf9e 0"]), 'style="mix-blend-mode:screen"');
    s.ellipse(x + 84, base - 362, 20, 7, "#fff6dc");
  }
}

function coachBus(s, x, y) {
  s.group(`transform="translate(${x} ${y})"`, () => {
    s.ellipse(460, 6, 520, 20, "#05070f", `opacity="0.7" filter="${s.blur(8)}"`);
    s.path("M0,-40V-300Q0,-340 40,-342H900Q946,-340 952,-300L966,-120V-30H0Z", s.linear(["0 #f7fbff", "0.4 #e1ecf2", "1 #8aa1b0"]));
    s.path("M0,-96H966V-30H0Z", s.linear(["0 #1fae8c", "1 #0d6a58"]));
    s.path("M0,-112H966V-98H0Z", "#7fe3c8");
    s.path("M24,-300H880V-150H24Z", "#101b2c");
    for (let i = 0; i < 6; i += 1) s.path(`M${34 + i * 142},-292h128v132h-128Z`, s.linear(["0 #ffe7b8", "0.5 #e9b86f", "1 #6a5136"]), 'opacity="0.92"');
    for (let i = 0; i < 11; i += 1) {
      const px = 60 + i * 78;
      s.path(`M${px},-160v-44c0,-16 34,-16 34,0v44Z`, "#33291f", 'opacity="0.75"');
      s.circle(px + 17, -224, 13, "#33291f", 'opacity="0.75"');
    }
    s.path("M890,-300L932,-298L946,-150H890Z", s.linear(["0 #cfe6f5", "1 #41586b"]));
    for (const dx of [300, 640]) {
      s.rect(dx, -300, 84, 262, "#0d2f35");
      s.rect(dx + 6, -292, 34, 246, "#f3cf95", 'opacity="0.75"');
      s.rect(dx + 45, -292, 34, 246, "#f3cf95", 'opacity="0.7"');
    }
    s.rect(690, -334, 170, 28, "#0a0f14");
    s.add('<text x="775" y="-312" font-family="DejaVu Sans, sans-serif" font-weight="700" font-size="22" fill="#ffb53d" text-anchor="middle">12 · BAQ</text>');
    s.path("M80,-342H420V-366Q250,-376 80,-366Z", "#9fb4c2");
    for (const cx of [180, 800]) {
      s.circle(cx, -34, 54, "#0b0d12");
      s.circle(cx, -34, 28, "#8b98a5");
      s.circle(cx, -34, 10, "#2b3138");
    }
    s.circle(956, -84, 90, s.radial(["0 #fffbe8 0.9", "0.3 #fff0c0 0.35", "1 #fff0c0 0"]), 'style="mix-blend-mode:screen"');
    s.ellipse(956, -84, 9, 14, "#fffdf2");
  });
}

function bokeh(s) {
  for (let i = 0; i < 26; i += 1) s.circle(s.between(0, 1600), s.between(560, 800), s.between(8, 26), s.pick(["#ffcf8a", "#ff8f5e", "#8fd0ff", "#fff0cf"]), `opacity="${s.between(0.08, 0.25).toFixed(2)}" style="mix-blend-mode:screen" filter="${s.blur(2)}"`);
}

// An aeroplane on the apron at daybreak.
function airport() {
  const s = new Scene(223), f = field(13);
  sky(s, ["0 #28508c", "0.5 #8fb0d0", "0.8 #ffcf9d", "1 #ffe9bf"], 660);
  clouds(s, { y: 0, height: 480, colour: "#ffe3cc", cover: 0.45, opacity: 0.85, seed: 88, stretch: 5 });
  sun(s, 1290, 560, 44, "#fffbe6", "#ffcb85", 11);
  terrain(s, {
    height: (x, z, d) => f.eroded(x * 0.16 + 3, z * 0.16, d) * 2.1 * smooth(12, 20, z) - 0.2, eye: 0.3, horizon: 640, near: 11, far: 36, lens: 1500, colour: () => hex("#6f7688"),
    sun: { x: 0.8, y: 0.3, z: 0.6 }, haze: { near: hex("#b9bccb"), sun: hex("#ffdcae"), density: 0.06, start: 8 },
  });
  s.rect(0, 648, s.w, 360, s.linear(["0 #a39a98", "0.3 #7b7a80", "1 #34363f"]));
  terminal(s);
  for (const [a, b] of [[200, -300], [760, 700], [1400, 2000]]) s.line(a, 660, b, 1000, "#f2c84f", 5, 'opacity="0.7"');
  plane(s);
  finish(s, { grain: 0.015 });
  return s;
}

function terminal(s) {
  s.path("M-10,650V560Q200,500 520,560V650Z", s.linear(["0 #5d6a80", "1 #39455c"]));
  for (let i = 0; i < 26; i += 1) s.rect(6 + i * 19, 590, 14, 54, "#ffdca0", `opacity="${s.between(0.4, 0.9).toFixed(2)}"`);
  s.path("M610,650V440H640V650Z", "#4d586f");
  s.path("M588,440H662L652,396H598Z", s.linear(["0 #ffe3b0", "1 #3d485e"]));
  s.rect(596, 384, 58, 14, "#2f394d");
}

function plane(s) {
  s.ellipse(800, 862, 620, 26, "#14161d", `opacity="0.55" filter="${s.blur(12)}"`);
  s.group('transform="translate(160 0)"', () => {
    s.path("M1030,640L1180,430H1250L1190,650Z", s.linear(["0 #1aa3bd", "1 #0f6a86"]));
    s.path("M1130,560L1180,490L1228,492L1206,560Z", "#f5c945");
    s.path("M160,756C170,700 240,664 340,656L1080,640C1160,640 1210,660 1250,676C1210,720 1120,780 1010,796L330,812C230,812 150,790 160,756Z", s.linear(["0 #ffffff", "0.45 #eef2f7", "0.8 #aab6c6", "1 #6f7c90"]));
    s.path("M160,756C164,738 180,716 206,700L300,700L296,724L182,742Z", "#24344c");
    s.path("M170,776C480,800 900,790 1190,716L1010,796L330,812C240,812 180,800 170,776Z", "#1aa3bd", 'opacity="0.85"');
    for (let i = 0; i < 34; i += 1) s.rect(366 + i * 20, 690 - i * 0.5, 9, 14, "#29405e", 'rx="3"');
    s.path("M318,682h30v66h-30ZM986,668h28v60h-28Z", "none", 'stroke="#8d9aab" stroke-width="2"');
    s.path("M560,762L900,750L470,894H400Z", s.linear(["0 #dfe6ee", "1 #7f8b9c"]));
    s.path("M1080,700L1220,690L1130,762H1096Z", "#c3cedb");
    s.path("M486,806h120c16,6 16,50 0,58h-120c-22,-10 -22,-48 0,-58Z", s.linear(["0 #f3f6fa", "1 #6c788a"]));
    s.ellipse(488, 835, 13, 28, "#1c2636");
    for (const [x, y] of [[290, 846], [690, 852], [730, 852]]) {
      s.line(x, y - 50, x, y, "#59636f", 8);
      s.circle(x, y, 19, "#15181d");
      s.circle(x, y, 8, "#8f9aa6");
    }
  });
}

// A snowstorm on a highway; headlights of a convoy.
function blizzard() {
  const s = new Scene(234);
  sky(s, ["0 #6e7f95", "0.5 #aab6c4", "1 #d9dee4"], 640);
  s.rect(0, 560, s.w, 440, s.linear(["0 #d5dbe3", "0.4 #c3ccd8", "1 #eef2f6"]));
  s.path("M800,575L830,575L1280,1000H120Z", s.linear(["0 #b4bdc9", "0.5 #77818f", "1 #4d5663"]), `filter="${s.blur(4)}"`);
  s.path("M812,600L818,600L740,1000H660Z", "#e6ebf0", 'opacity="0.5"');
  for (let i = 0; i < 8; i += 1) {
    const k = 0.12 * 1.5 ** i;
    for (const side of [-1, 1]) s.path(`M${816 + side * 560 * k - 6 * k},${578 + 330 * k}v${-170 * k}h${12 * k}v${170 * k}Z`, i % 2 ? "#c2452f" : "#39424f", `opacity="${0.3 + i * 0.08}"`);
  }
  for (const [x, y, k] of [[806, 592, 0.12], [770, 622, 0.26], [690, 700, 0.6]]) plough(s, x, y, k);
  for (let layer = 0; layer < 4; layer += 1) drift(s, layer);
  flakes(s);
  finish(s, { grain: 0.015, vignette: 0.5 });
  return s;
}

function plough(s, x, y, k) {
  s.group(`transform="translate(${x} ${y}) scale(${k})" opacity="${0.6 + k * 0.55}"`, () => {
    s.circle(-70, -40, 330, s.radial(["0 #fff0c4 0.95", "0.25 #ffe3a0 0.4", "1 #ffe3a0 0"]));
    s.circle(70, -40, 330, s.radial(["0 #fff0c4 0.95", "0.25 #ffe3a0 0.4", "1 #ffe3a0 0"]));
    s.path("M-120,60V-190Q-118,-230 -80,-234H80Q118,-230 120,-190V60Z", s.linear(["0 #e88a2c", "1 #8f4a14"]));
    s.path("M-100,-110V-190Q-98,-210 -76,-212H76Q98,-210 100,-190V-110Z", s.linear(["0 #9fb9cc", "1 #2c3c4c"]));
    s.path("M-190,130L-170,10H170L190,130Q0,160 -190,130Z", s.linear(["0 #f0b429", "0.5 #c77d12", "1 #7b4a0c"]));
    for (let i = -3; i <= 3; i += 1) s.path(`M${i * 54 - 20},20l40,0l-20,100h-40Z`, "#26282c", 'opacity="0.6"');
    for (const dx of [-70, 70]) s.circle(dx, -40, 24, "#fffdf0");
    s.rect(-20, -262, 40, 28, "#ff9d2e");
    s.circle(0, -250, 140, s.radial(["0 #ffa53a 0.8", "1 #ffa53a 0"]));
  });
}

function drift(s, layer) {
  const f = s.filter(
    `<feTurbulence type="fractalNoise" baseFrequency="${0.0016 + layer * 0.0008} ${0.012 + layer * 0.005}" numOctaves="5" seed="${layer + 40}"/><feColorMatrix values="0 0 0 0 .95 0 0 0 0 .97 0 0 0 0 1 3 0 0 0 -1.35"/>`,
    'x="0" y="0" width="100%" height="100%"',
  );
  s.group(`transform="rotate(${-6 + layer * 2} 800 500)" opacity="0.55"`, () => s.rect(-200, 200 + layer * 110, 2000, 700, "#fff", `filter="${f}"`));
}

function flakes(s) {
  let thin = "", thick = "";
  for (let i = 0; i < 1500; i += 1) {
    const x = s.between(-50, 1650), y = s.between(0, 1000), l = s.between(6, 26);
    const d = `M${round(x)},${round(y)}l${round(l)},${round(l * 0.22)}`;
    if (i % 6) thin += d;
    else thick += d;
  }
  s.path(thin, "none", 'stroke="#fff" stroke-width="1.6" stroke-linecap="round" opacity="0.6"');
  s.path(thick, "none", `stroke="#fff" stroke-width="5" stroke-linecap="round" opacity="0.55" filter="${s.blur(1.5)}"`);
}

// A building site: frames, cranes, morning.
function construction() {
  const s = new Scene(245);
  sky(s, ["0 #3c73ad", "0.55 #b3cfe0", "1 #ffe4b8"], 820);
  clouds(s, { y: 0, height: 480, colour: "#fff3e2", cover: 0.5, opacity: 0.9, seed: 61 });
  sun(s, 330, 520, 36, "#fffbe8", "#ffd592", 12);
  for (let x = 0; x < s.w; x += s.between(60, 120)) tower(s, x, 856, s.between(60, 110), s.between(60, 210), { face: "#b3bccb", edge: "#95a0b4", lit: 0, step: 13, cool: "#6f7d96" });
  mist(s, 640, 220, "#ffe6c2", 0.55);
  siteCrane(s, 1190, 860, 1, "#d79a2b");
  frame(s, 560, 860, 4, 8, 92, 62);
  frame(s, 1010, 860, 3, 5, 88, 62);
  siteCrane(s, 470, 860, 1.16, "#e2a93a");
  frame(s, 80, 880, 3, 4, 96, 66);
  s.rect(0, 850, s.w, 160, s.linear(["0 #b59a76", "1 #5d4a36"]));
  for (let i = 0; i < 26; i += 1) s.path(`M${i * 64},${852 + (i % 3) * 4}v60h56v-60Z`, i % 2 ? "#3b6f9a" : "#346489", 'opacity="0.92"');
  finish(s, { grain: 0.01 });
  return s;
}

function frame(s, x, base, columns, floors, w, h) {
  const width = columns * w, top = base - floors * h;
  for (let f = 0; f < floors; f += 1) for (let c = 0; c < columns; c += 1) {
    const built = f < floors * 0.55 && s.random() < 0.75;
    s.rect(x + c * w, base - (f + 1) * h, w, h, built ? s.linear(["0 #e9d9bf", "1 #c4ad8b"]) : s.linear(["0 #4b5566", "1 #6f7786"]));
    if (built) s.rect(x + c * w + w * 0.28, base - (f + 1) * h + h * 0.25, w * 0.44, h * 0.5, s.linear(["0 #bfe0f2", "1 #4f7692"]));
  }
  for (let f = 0; f <= floors; f += 1) s.rect(x - 8, base - f * h - 5, width + 16, 10, "#a7a199");
  for (let c = 0; c <= columns; c += 1) s.rect(x + c * w - 5, top, 10, floors * h, "#b5afa6");
  for (let c = 0; c <= columns * 3; c += 1) s.line(x + (c * w) / 3, top - 5, x + (c * w) / 3 + s.between(-3, 3), top - s.between(20, 36), "#7a4a34", 2.5);
}

function siteCrane(s, x, base, k, c) {
  let d = "M-14,0V-620M14,0V-620M-14,-620L0,-700L14,-620";
  for (let i = 0; i < 20; i += 1) d += `M-14,${-i * 31}L14,${-(i + 1) * 31}M14,${-i * 31}L-14,${-(i + 1) * 31}`;
  d += "M-190,-630H460M-190,-612H440M0,-700L-180,-630M0,-700L420,-630";
  for (let i = 0; i < 22; i += 1) d += `M${20 + i * 20},-612L${30 + i * 20},-630L${40 + i * 20},-612`;
  s.path(d, "none", `transform="translate(${x} ${base}) scale(${k})" stroke="${c}" stroke-width="5"`);
  s.path("M-190,-612h60v50h-60Z", "#6b6257", `transform="translate(${x} ${base}) scale(${k})"`);
  s.path("M14,-612h36v44h-36Z", "#3b4a5c", `transform="translate(${x} ${base}) scale(${k})"`);
  s.path("M330,-612V-430M300,-430h60v18h-60Z", "#4a4038", `transform="translate(${x} ${base}) scale(${k})" stroke="#4a4038" stroke-width="3"`);
}

export const city = { skyline, bus, airport, blizzard, construction };
