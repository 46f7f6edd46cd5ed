// Stadiums, rings, ice, boards, horses.
import { Scene, polygon, round } from "./scene.mjs";
import { clouds, finish, grass, mist, sky, stars, sun } from "./nature.mjs";
import { beam } from "./stage.mjs";
import { dust } from "./labour.mjs";
import { alpine, range } from "./steppe.mjs";
import { field, hex, mix, smooth, terrain } from "./terrain.mjs";

// A full stadium under floodlights.
function stadium() {
  const s = new Scene(401);
  sky(s, ["0 #070d22", "0.6 #1b2d5c", "1 #4a5c92"], 520);
  stars(s, 160, 260);
  crowd(s);
  s.path("M-20,640H1620V1010H-20Z", s.linear(["0 #2f8b3c", "1 #14551f"]));
  for (let i = 0; i < 12; i += 1) if (i % 2) s.path(polygon([[800 + (i - 6) * 150, 640], [800 + (i - 5) * 150, 640], [800 + (i - 5) * 330, 1000], [800 + (i - 6) * 330, 1000]]), "#fff", 'opacity="0.07"');
  s.path("M-20,676H1620M800,676L800,1010M800,740m-250,60a250,62 0 1 0 500,0a250,62 0 1 0 -500,0", "none", 'stroke="#eaffea" stroke-width="5" opacity="0.85"');
  s.ellipse(800, 800, 9, 4, "#fff");
  boards(s);
  for (const [x, y, c] of [[420, 760, "#f2d23c"], [560, 850, "#f2d23c"], [690, 726, "#1fa6c4"], [900, 770, "#f2d23c"], [1010, 860, "#1fa6c4"], [1180, 742, "#1fa6c4"], [1320, 820, "#f2d23c"], [260, 830, "#1fa6c4"], [840, 806, "#1fa6c4"]]) player(s, x, y, 0.55 + (y - 720) / 240, c);
  floodlights(s);
  finish(s, { grain: 0.02, vignette: 0.45 });
  return s;
}

function crowd(s) {
  s.path("M-20,330C300,250 1300,250 1620,330V660H-20Z", s.linear(["0 #131b38", "1 #26345f"]));
  const dots = { "#f2d23c": "", "#1fa6c4": "", "#e9e4dc": "", "#8d93ad": "", "#c2453a": "", "#44507c": "" };
  for (let row = 0; row < 30; row += 1) for (let x = 0; x < 1600; x += 8) {
    const y = 350 - 70 * (1 - ((x - 800) / 800) ** 2) + row * (9.4 + 2.2 * (1 - ((x - 800) / 800) ** 2));
    if (y > 642 || s.random() < 0.18 || row === 14) continue;
    const c = s.pick(Object.keys(dots));
    dots[c] += `M${round(x + s.between(-2, 2))},${round(y)}h.1`;
  }
  for (const [c, d] of Object.entries(dots)) s.path(d, "none", `stroke="${c}" stroke-width="6" stroke-linecap="round" opacity="0.72"`);
  s.path("M-20,250C300,170 1300,170 1620,250V330C1300,250 300,250 -20,330Z", s.linear(["0 #0c1226", "1 #1e2a50"]));
  for (let i = 0; i < 60; i += 1) s.circle(s.between(0, 1600), s.between(340, 620), s.between(1, 2.4), "#fff", 'opacity="0.9"');
}

function boards(s) {
  for (let i = 0; i < 8; i += 1) s.rect(i * 202 - 6, 630, 198, 40, ["#0f7f97", "#f2c93b", "#23306a"][i % 3]);
  for (let i = 0; i < 8; i += 1) s.add(`<text x="${i * 202 + 92}" y="659" font-family="DejaVu Sans, sans-serif" font-weight="700" font-size="24" text-anchor="middle" fill="${i % 3 === 1 ? "#23306a" : "#fff"}" opacity="0.9">BAQ</text>`);
}

function player(s, x, y, k, c) {
  s.group(`transform="translate(${x} ${y}) scale(${round(k)} ${round(k)})"`, () => {
    for (const dx of [-46, 46]) s.ellipse(dx * 0.7, 2, 44, 5, "#06250d", 'opacity="0.35"');
    s.path("M-10,-44L-20,-4M8,-44L22,-8", "none", 'stroke="#e2b08a" stroke-width="9" stroke-linecap="round"');
    s.path("M-19,-12L-20,-2M21,-14L23,-5", "none", `stroke="${c}" stroke-width="9" stroke-linecap="round"`);
    s.path("M-16,-62H14L18,-38L2,-40L-14,-36Z", "#20264a");
    s.path("M-17,-100Q0,-108 17,-100L15,-60H-16Z", c);
    s.path("M-16,-98L-32,-66M16,-98L34,-78", "none", `stroke="${c}" stroke-width="9" stroke-linecap="round"`);
    s.circle(0, -117, 11, "#3a2a22");
  });
}

function floodlights(s) {
  for (const [x, y] of [[150, 130], [560, 84], [1040, 84], [1450, 130]]) {
    s.circle(x, y, 330, s.radial(["0 #eaf3ff 0.85", "0.1 #cfe2ff 0.4", "1 #cfe2ff 0"]), 'style="mix-blend-mode:screen"');
    s.path(`M${x - 60},${y - 24}h120v48h-120Z`, "#1b2440");
    for (let i = 0; i < 5; i += 1) for (let j = 0; j < 2; j += 1) s.circle(x - 46 + i * 23, y - 11 + j * 22, 9, "#fbfdff");
    s.line(x, y + 24, x, 330, "#121a33", 8);
    beam(s, x, y, 800 + (x - 800) * 0.35, 830, 420, "#dfeaff", 0.13);
  }
}

// A ball on wet grass, close.
function football() {
  const s = new Scene(412);
  sky(s, ["0 #1f3f6d", "0.6 #7fa3bf", "1 #f3d9a8"], 640);
  for (let i = 0; i < 46; i += 1) s.circle(s.between(0, 1600), s.between(120, 600), s.between(14, 54), s.pick(["#ffe7ae", "#fff", "#bfe0ff", "#ffcf86"]), `opacity="${s.between(0.08, 0.4).toFixed(2)}" filter="${s.blur(3)}"`);
  s.rect(0, 560, 1600, 440, s.linear(["0 #5d9a4a", "0.25 #357a2f", "1 #0f3d16"]));
  s.rect(0, 600, 1600, 30, "#f3fff0", `opacity="0.7" filter="${s.blur(9)}"`);
  s.ellipse(860, 862, 300, 38, "#05230b", `opacity="0.75" filter="${s.blur(16)}"`);
  ball(s, 840, 620, 250);
  for (let i = 0; i < 5; i += 1) grass(s, { y: 860 + i * 40, height: 60 + i * 22, count: 620 - i * 70, colours: ["#4c9a3a", "#2f7a2b", "#74b94e", "#1f5d22", "#a4d86c"], width: 2.4 + i * 0.9, lean: 14, spread: 16 });
  for (let i = 0; i < 120; i += 1) s.circle(s.between(0, 1600), s.between(800, 990), s.between(1, 3.6), "#fff", `opacity="${s.between(0.3, 0.9).toFixed(2)}"`);
  finish(s, { grain: 0.01, vignette: 0.45 });
  return s;
}

// A truncated icosahedron turned and projected; black pentagons, white hexagons.
function ball(s, cx, cy, r) {
  const clip = s.clip(`M${cx - r},${cy}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`);
  s.circle(cx, cy, r, s.radial(["0 #ffffff", "0.55 #eef1f2", "0.85 #aab4b4", "1 #5d6b66"], 0.36, 0.28, 0.8));
  const g = (1 + Math.sqrt(5)) / 2, ico = [];
  for (const a of [-1, 1]) for (const b of [-g, g]) ico.push([0, a, b], [a, b, 0], [b, 0, a]);
  const length = Math.hypot(1, g), turn = ([x, y, z]) => {
    const [ca, sa, cb, sb] = [Math.cos(0.5), Math.sin(0.5), Math.cos(0.42), Math.sin(0.42)];
    const [x1, z1] = [x * ca + z * sa, -x * sa + z * ca];
    return [x1, y * cb - z1 * sb, y * sb + z1 * cb];
  };
  const on = ico.map((p) => turn(p.map((v) => v / length)));
  const near = (p) => on.filter((q) => q !== p && Math.hypot(...p.map((v, i) => v - q[i])) < 1.1);
  const third = (p, q) => { const m = p.map((v, i) => v + (q[i] - v) / 3), n = Math.hypot(...m); return m.map((v) => v / n); };
  const flat = (p) => [cx + p[0] * r, cy + p[1] * r];
  s.group(`clip-path="${clip}"`, () => {
    for (const p of on) {
      if (p[2] < -0.1) continue;
      const corners = near(p).map((q) => third(p, q));
      const u = corners[0].map((v, i) => v - p[i]), w = [p[1] * u[2] - p[2] * u[1], p[2] * u[0] - p[0] * u[2], p[0] * u[1] - p[1] * u[0]];
      const at = (c) => Math.atan2(c.reduce((t, v, i) => t + (v - p[i]) * w[i], 0), c.reduce((t, v, i) => t + (v - p[i]) * u[i], 0));
      corners.sort((a, b) => at(a) - at(b));
      s.path(polygon(corners.map(flat)), s.linear(["0 #3a4048", "1 #101418"]), 'stroke="#0d1013" stroke-width="5" stroke-linejoin="round"');
      for (const q of near(p)) if (q[2] > -0.3) s.path(`M${flat(third(p, q)).map(round).join(",")}L${flat(third(q, p)).map(round).join(",")}`, "none", 'stroke="#59636a" stroke-width="5" opacity="0.8"');
    }
    s.circle(cx, cy, r, s.radial(["0 #fff 0.5", "0.3 #fff 0.05", "0.7 #0a2a12 0.1", "1 #0a2a12 0.8"], 0.34, 0.26, 0.82));
    s.ellipse(cx, cy + r, r, r * 0.5, s.radial(["0 #4c9a3a 0.5", "1 #4c9a3a 0"]));
  });
}

// Gloves hanging in an empty ring.
function boxing() {
  const s = new Scene(423);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #0b0e18", "0.6 #1c1a2c", "1 #0d0b14"]));
  for (const x of [260, 620, 980, 1340]) beam(s, x, -40, x + (800 - x) * 0.3, 900, 230, "#cfe0ff", 0.24);
  for (let i = 0; i < 220; i += 1) s.circle(s.between(0, 1600), s.between(480, 660), s.between(3, 12), s.pick(["#2a2c44", "#33364f", "#20223a", "#4a4666"]), 'opacity="0.7"');
  s.path("M-40,790L1640,790L1800,1010H-200Z", s.linear(["0 #3d5f94", "1 #16294c"]));
  s.ellipse(800, 890, 820, 90, s.radial(["0 #cfe0ff 0.5", "1 #cfe0ff 0"]), 'style="mix-blend-mode:screen"');
  s.rect(1330, 330, 46, 560, s.linear(["0 #b02a34", "0.5 #ee5560", "1 #6d141c"], 0));
  for (const [y, c] of [[420, "#e9e9f2"], [560, "#d33c46"], [700, "#3f79c9"]]) s.path(`M-20,${y + 24}Q760,${y - 14} 1352,${y}Q1500,${y + 4} 1620,${y + 40}`, "none", `stroke="${c}" stroke-width="16" stroke-linecap="round"`);
  for (const x of [320, 720, 1060]) s.path(`M${x},424q10,140 0,290`, "none", 'stroke="#cfd3e0" stroke-width="5" opacity="0.6"');
  glove(s, 700, 560, 1.12, 1);
  glove(s, 930, 600, 1.12, -1);
  finish(s, { grain: 0.03, vignette: 0.6 });
  return s;
}

function glove(s, x, y, k, side) {
  s.group(`transform="translate(${x} ${y}) scale(${k * side} ${k}) rotate(-8)"`, () => {
    s.path("M-60,-760C-10,-400 -14,-230 -22,-150", "none", 'stroke="#f3f0ea" stroke-width="7"');
    s.path("M-86,-150H60L68,-60H-92Z", s.linear(["0 #7d0f1c", "0.3 #c42a3a", "1 #56070f"], 0));
    s.path("M-88,-112H64L66,-88H-90Z", "#f3e7d8");
    s.path("M-100,-62C-150,20 -150,130 -96,190C-40,240 60,232 96,176C122,130 116,20 70,-62Z", s.radial(["0 #ff6b6b", "0.35 #dc2f3f", "0.75 #98131f", "1 #4d060c"], 0.36, 0.3, 0.85));
    s.path("M66,-50C120,-60 150,-6 138,46C128,84 84,96 62,70C50,50 60,20 58,-6Z", s.radial(["0 #f2525a", "0.6 #b71f2e", "1 #62080f"], 0.4, 0.3, 0.8));
    s.path("M56,-20C62,20 54,60 66,84", "none", 'stroke="#4d060c" stroke-width="6" opacity="0.6"');
    s.path("M-106,20C-110,90 -92,140 -62,166", "none", `stroke="#fff" stroke-width="18" stroke-linecap="round" opacity="0.4" filter="${s.blur(7)}"`);
    s.path("M-60,-140L30,-120M30,-140L-60,-120", "none", 'stroke="#f3f0ea" stroke-width="4"');
  });
}

// A high-mountain ice rink with skaters.
function rink() {
  const s = new Scene(434), f = field(5);
  sky(s, ["0 #2a66ad", "0.7 #9cc6e8", "1 #eef3f5"], 560);
  clouds(s, { y: 0, height: 300, colour: "#ffffff", cover: 0.4, opacity: 0.9, seed: 19 });
  terrain(s, {
    height: (x, z, d) => range(f, { tall: 3.4, from: 6, to: 15, hills: 0.5, u: 17.3, v: 23.1, sink: 0.6 })(x, z, d) * smooth(5, 9, z), colour: alpine(f, { snowLine: 0.55, tree: 0.5, grassy: "#e9eef4", wood: "#2f4a44" }), eye: 0.5, horizon: 560, near: 4, far: 34, lens: 1500,
    sun: { x: 0.8, y: 0.5, z: -0.2 }, haze: { near: hex("#cfdcea"), sun: hex("#eef2f4"), density: 0.04, start: 4, fall: 0.3 },
  });
  s.rect(0, 596, 1600, 410, s.linear(["0 #dfeaf3", "1 #b7cfe2"]));
  s.path("M-60,1010C-60,700 300,640 800,640C1300,640 1660,700 1660,1010Z", s.linear(["0 #eaf6ff", "0.5 #bfe0f4", "1 #8fbfdf"]));
  s.path("M-60,1010C-60,700 300,640 800,640C1300,640 1660,700 1660,1010", "none", 'stroke="#2c62a8" stroke-width="12"');
  for (const [k, c] of [[0.78, "#d8404a"], [0.6, "#2c62a8"]]) s.path(`M${800 - 900 * k},1010C${800 - 880 * k},${1010 - 310 * k} ${800 - 400 * k},${1010 - 350 * k} 800,${1010 - 350 * k}C${800 + 400 * k},${1010 - 350 * k} ${800 + 880 * k},${1010 - 310 * k} ${800 + 900 * k},1010`, "none", `stroke="${c}" stroke-width="5" opacity="0.6"`);
  for (let i = 0; i < 90; i += 1) s.path(`M${round(s.between(0, 1600))},${round(s.between(690, 1000))}q${round(s.between(30, 120))},${round(s.between(-10, 10))} ${round(s.between(100, 260))},${round(s.between(-16, 16))}`, "none", 'stroke="#fff" stroke-width="1.4" opacity="0.55"');
  for (const [x, y, k, c] of [[1180, 700, 0.34, "#7a3f9a"], [430, 712, 0.4, "#d8742a"], [960, 752, 0.62, "#1c7f8f"], [620, 850, 1.35, "#c8313e"]]) skater(s, x, y, k, c);
  finish(s, { grain: 0.01, vignette: 0.36 });
  return s;
}

// A speed skater bent low, going left.
function skater(s, x, y, k, c) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(40, 8, 150, 10, "#3f6a8c", `opacity="0.4" filter="${s.blur(5)}"`);
    s.path("M40,-92L-22,-60L-10,-6", "none", `stroke="${c}" stroke-width="27" stroke-linecap="round" stroke-linejoin="round"`);
    s.path("M44,-90L110,-52L176,-14", "none", `stroke="${c}" stroke-width="25" stroke-linecap="round" stroke-linejoin="round"`);
    s.path("M-44,4H30M150,8L222,-22", "none", 'stroke="#3a4654" stroke-width="5" stroke-linecap="round"');
    s.path("M-20,-10l26,8v8h-32ZM166,-22l28,4l-14,16l-18,2Z", "#1b222c");
    s.path("M62,-78C40,-128 -20,-160 -74,-150C-92,-146 -92,-124 -76,-118C-40,-112 -10,-84 16,-64Z", c);
    s.path("M-62,-140L-10,-96L48,-116", "none", `stroke="${c}" stroke-width="17" stroke-linecap="round" stroke-linejoin="round"`);
    s.path("M-64,-136L-116,-92", "none", `stroke="${c}" stroke-width="16" stroke-linecap="round"`);
    s.path("M-78,-152C-84,-178 -112,-182 -124,-164C-130,-146 -112,-132 -92,-138Z", "#f2cf4a");
    s.path("M-126,-166L-106,-174L-104,-160L-124,-156Z", "#16202c");
    s.path("M30,-104C4,-132 -34,-148 -66,-146", "none", 'stroke="#fff" stroke-width="6" opacity="0.5"');
  });
}

// A game of chess, close.
function chess() {
  const s = new Scene(445);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #23302f", "0.5 #4d4a36", "1 #1a1410"]));
  for (let i = 0; i < 26; i += 1) s.circle(s.between(0, 1600), s.between(40, 420), s.between(24, 80), s.pick(["#ffd591", "#ffe9c0", "#9cc9b8"]), `opacity="${s.between(0.08, 0.3).toFixed(2)}" filter="${s.blur(6)}"`);
  board(s);
  const far = s.blur(4);
  s.group(`filter="${far}"`, () => { for (const [x, y, k, kind] of [[420, 520, 0.62, "rook"], [640, 512, 0.62, "pawn"], [860, 516, 0.66, "king"], [1100, 520, 0.6, "pawn"], [1250, 524, 0.62, "rook"]]) piece(s, x, y, k, kind, false); });
  for (const [x, y, k, kind, white] of [[560, 668, 0.95, "pawn", false], [1000, 660, 0.95, "knight", false], [760, 800, 1.3, "knight", true], [1180, 820, 1.3, "pawn", true], [360, 850, 1.4, "king", true]]) piece(s, x, y, k, kind, white);
  s.group(`filter="${s.blur(8)}"`, () => piece(s, 1460, 1060, 2, "rook", true));
  finish(s, { grain: 0.015, vignette: 0.55 });
  return s;
}

function board(s) {
  const at = (u, v) => { const k = 0.45 + v * v * 0.75 + v * 0.3; return [800 + (u - 4) * 300 * k, 470 + v * v * 360 + v * 260]; };
  for (let i = -3; i < 11; i += 1) for (let j = 0; j < 8; j += 1) s.path(polygon([at(i, j / 8), at(i + 1, j / 8), at(i + 1, (j + 1) / 8), at(i, (j + 1) / 8)]), (i + j) & 1 ? "#7c4a26" : "#ecd3a4");
  s.rect(0, 466, 1600, 540, s.linear(["0 #1a1208 0.6", "0.4 #fff3d0 0.12", "1 #120a04 0.55"]));
}

function piece(s, x, y, k, kind, white) {
  const body = white ? s.linear(["0 #b89a6c", "0.3 #fff3d6", "0.6 #e6c995", "1 #8a6a3c"], 0) : s.linear(["0 #120d0b", "0.3 #6a5548", "0.6 #2c211c", "1 #0a0706"], 0);
  const foot = "M-66,0C-66,-16 -60,-22 -50,-26L-42,-40H42L50,-26C60,-22 66,-16 66,0Z";
  const shapes = {
    pawn: `${foot}M-30,-40C-18,-80 -16,-96 -18,-116H18C16,-96 18,-80 30,-40ZM-28,-112H28V-124H-28ZM0,-196a38,38 0 1 0 .1,0Z`,
    rook: `${foot}M-38,-40L-30,-160H30L38,-40ZM-46,-160H46V-214H26V-196H10V-214H-10V-196H-26V-214H-46Z`,
    king: `${foot}M-36,-40C-20,-100 -18,-160 -26,-214H26C18,-160 20,-100 36,-40ZM-36,-210H36V-224H-36ZM-34,-226C-44,-256 -26,-278 0,-270C26,-278 44,-256 34,-226ZM-6,-270V-288H-20V-300H-6V-316H6V-300H20V-288H6V-270Z`,
    knight: `${foot}M-44,-40C-40,-90 -8,-110 -14,-140C-30,-136 -44,-122 -62,-128C-80,-136 -74,-158 -60,-172C-44,-190 -36,-214 -8,-226L-2,-250L14,-228C52,-214 62,-160 56,-110C54,-84 46,-60 44,-40Z`,
  };
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(30, 2, 110, 16, "#120803", `opacity="0.6" filter="${s.blur(7)}"`);
    s.path(shapes[kind], body);
    if (kind === "knight") s.circle(-28, -186, 6, white ? "#4d3216" : "#e9c98c");
    s.path("M-24,-46C-16,-90 -14,-110 -14,-130", "none", `stroke="#fff" stroke-width="7" stroke-linecap="round" opacity="0.45" filter="${s.blur(4)}"`);
  });
}

// Horses racing in the steppe, dust behind.
function race() {
  const s = new Scene(456), f = field(19);
  sky(s, ["0 #5f86ad", "0.5 #d9c6a8", "1 #ffdf9f"], 640);
  sun(s, 1290, 400, 50, "#fffbe4", "#ffd27e", 10);
  terrain(s, {
    height: range(f, { tall: 1.6, from: 9, to: 18, hills: 0.14, u: 14, v: 8, sink: 0.45 }), colour: alpine(f, { snowLine: 4, tree: 2.4, grassy: "#b79a55", wood: "#8a7440" }), eye: 0.6, horizon: 600, near: 0.8, far: 32, lens: 1450,
    sun: { x: 0.5, y: 0.3, z: 0.8 }, sunlight: [1.7, 1.3, 0.8], haze: { near: hex("#d9bd94"), sun: hex("#ffe0a6"), density: 0.07, start: 2 },
  });
  for (const [x, y, w, h] of [[1330, 720, 420, 130], [1060, 735, 340, 110], [800, 750, 300, 90], [1500, 690, 400, 170], [560, 770, 220, 60]]) dust(s, x, y, w, h, "#f0d3a0", 0.75);
  for (const [x, y, k, c, cap] of [[1240, 730, 0.62, "#5d4128", "#3f7f9a"], [1030, 742, 0.7, "#3d2a1c", "#d9b23c"], [800, 764, 0.82, "#75482a", "#3a8f5a"], [540, 800, 1, "#2f2018", "#c83a3a"]]) rider(s, x, y, k, c, cap);
  for (const [x, y, w, h] of [[900, 830, 380, 60], [1250, 810, 380, 80], [620, 850, 260, 36]]) dust(s, x, y, w, h, "#f3dcb0", 0.6);
  grass(s, { y: 1010, height: 130, count: 800, colours: ["#7a6230", "#9a7f42", "#5d4a22", "#c2a560"], width: 2.4, lean: 40, spread: 44 });
  finish(s, { grain: 0.015 });
  return s;
}

// A galloping horse with a rider, going left.
function rider(s, x, y, k, c, cap) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.path(
      "M-118,-128C-90,-146 -50,-140 -10,-140C30,-142 70,-152 100,-136C122,-122 128,-100 118,-82L150,-44L192,-8L184,4L132,-28L98,-66C78,-72 60,-70 40,-66C0,-58 -50,-60 -82,-72L-128,-50L-176,-66L-182,-54L-188,-70L-170,-84L-130,-78L-104,-92" +
        "C-118,-104 -124,-116 -130,-128L-168,-158C-176,-154 -190,-146 -204,-148C-214,-150 -216,-162 -208,-168L-176,-194L-172,-208L-162,-198C-150,-192 -136,-170 -118,-148ZM100,-70L70,-34L84,-2L72,4L52,-34L74,-72ZM-86,-76L-100,-30L-140,-12L-146,-24L-116,-42L-112,-84Z",
      c,
    );
    s.path("M-168,-196C-150,-190 -128,-164 -110,-146L-96,-142C-112,-170 -136,-200 -164,-206Z", "#140d08", 'opacity="0.75"');
    s.path("M112,-130C150,-136 186,-120 206,-92C178,-104 148,-108 120,-104Z", "#140d08", 'opacity="0.85"');
    s.path("M-60,-96L-20,-142L10,-140L-14,-104L-34,-84Z", "#20263a");
    s.path("M-22,-138C-30,-180 -50,-204 -78,-214L-96,-196C-76,-186 -60,-160 -50,-138Z", cap);
    s.path("M-84,-204L-122,-178L-128,-188L-96,-214Z", cap);
    s.circle(-104, -226, 18, "#c99872");
    s.path("M-124,-230C-124,-252 -90,-256 -84,-230Z", cap);
    s.path("M-36,-146L60,-146L56,-130H-30Z", "#7a2c26");
  });
}

export const arena = { stadium, football, boxing, rink, chess, race };
