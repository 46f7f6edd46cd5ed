// Science, school, health, money, public life.
import { Scene, polygon, round } from "./scene.mjs";
import { finish, grass, sky, stars, sun } from "./nature.mjs";
import { beam } from "./stage.mjs";
import { milkyWay } from "./steppe.mjs";
import { dataURI } from "./png.mjs";
import { field, hex, mix, smooth, terrain } from "./terrain.mjs";

// Flasks with seedlings on a bench.
function laboratory() {
  const s = new Scene(501);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #d7e9ef", "0.6 #a9cbd8", "1 #7ba4b6"]));
  s.group(`filter="${s.blur(9)}"`, () => {
    for (let i = 0; i < 5; i += 1) {
      s.rect(60 + i * 310, 60, 270, 500, "#f2fafc", 'opacity="0.8"');
      s.rect(60 + i * 310, 300, 270, 8, "#9fc0cc");
      for (let j = 0; j < 7; j += 1) s.rect(76 + i * 310 + j * 36, 230 - s.between(0, 60), 26, 130, s.pick(["#7fb7a4", "#d99a5c", "#6f9ec4", "#e3d59a"]), 'opacity="0.6"');
    }
    s.rect(0, 0, 1600, 60, "#fff", 'opacity="0.9"');
  });
  s.rect(0, 780, 1600, 230, s.linear(["0 #f4f9fa", "0.1 #dfe9ec", "1 #9db2ba"]));
  for (const [x, y, k, c, liquid] of [[250, 800, 0.9, "flask", "#58b89a"], [1360, 806, 0.95, "flask", "#e0a24b"], [1120, 830, 1.2, "beaker", "#7fc4e0"]]) glass(s, x, y, k, c, liquid);
  tubes(s, 480, 850);
  microscope(s, 900, 850);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #fff 0.5", "0.5 #fff 0"], 30));
  finish(s, { grain: 0.01, vignette: 0.32 });
  return s;
}

function glass(s, x, y, k, kind, liquid) {
  const flask = "M-34,-300H34V-190L130,-20Q138,0 112,0H-112Q-138,0 -130,-20L-34,-190Z", level = "M-84,-104H84L130,-20Q138,0 112,0H-112Q-138,0 -130,-20Z";
  const beaker = "M-90,-210H90V-16Q90,0 74,0H-74Q-90,0 -90,-16Z", full = "M-90,-110H90V-16Q90,0 74,0H-74Q-90,0 -90,-16Z";
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(10, 2, 150, 14, "#3a5560", `opacity="0.4" filter="${s.blur(7)}"`);
    s.path(kind === "flask" ? flask : beaker, "#fff", 'opacity="0.4" stroke="#8fb0bc" stroke-width="5"');
    s.path(kind === "flask" ? level : full, s.linear([`0 ${liquid} 0.75`, `1 ${liquid}`]));
    s.ellipse(0, kind === "flask" ? -104 : -110, kind === "flask" ? 84 : 90, 9, "#fff", 'opacity="0.5"');
    s.path(kind === "flask" ? "M-24,-290V-186L-110,-34" : "M-76,-196V-24", "none", 'stroke="#fff" stroke-width="9" stroke-linecap="round" opacity="0.75"');
    for (let i = 0; i < 9; i += 1) s.circle(s.between(-60, 60), s.between(-86, -14), s.between(2, 7), "#fff", 'opacity="0.5"');
  });
}

function tubes(s, x, y) {
  s.rect(x - 30, y - 70, 400, 22, "#c9a06a");
  s.rect(x - 30, y - 10, 400, 26, s.linear(["0 #d9b47e", "1 #96703f"]));
  for (let i = 0; i < 5; i += 1) {
    const cx = x + 30 + i * 70;
    s.path(`M${cx - 22},${y - 210}H${cx + 22}V${y - 20}a22,22 0 0 1 -44,0Z`, "#fff", 'opacity="0.5" stroke="#86a6b2" stroke-width="4"');
    s.path(`M${cx - 20},${y - 90}H${cx + 20}V${y - 20}a20,20 0 0 1 -40,0Z`, "#6b4a2c", 'opacity="0.85"');
    const h = 60 + i * 26;
    s.path(`M${cx},${y - 90}q6,${-h * 0.5} 0,${-h}`, "none", 'stroke="#3f8f3c" stroke-width="6" stroke-linecap="round"');
    for (let j = 0; j < 2 + i; j += 1) for (const side of [-1, 1]) s.path(`M${cx},${y - 100 - j * 28}q${side * 30},-34 ${side * 46},-30q-6,34 ${-side * 46},30Z`, j % 2 ? "#5cb352" : "#47a043");
  }
}

function microscope(s, x, y) {
  s.path(`M${x - 120},${y}q0,-34 40,-34h170q40,0 40,34Z`, s.linear(["0 #3c4a58", "1 #18212b"]));
  s.path(`M${x + 60},${y - 30}C${x + 150},${y - 120} ${x + 140},${y - 260} ${x + 40},${y - 300}L${x + 20},${y - 264}C${x + 84},${y - 230} ${x + 90},${y - 130} ${x + 16},${y - 34}Z`, s.linear(["0 #f4f7f9", "1 #9fb0bb"], 0));
  s.rect(x - 110, y - 118, 160, 18, "#28333f");
  s.path(`M${x - 30},${y - 420}l60,-24l56,150l-60,24Z`, s.linear(["0 #fff", "0.5 #d7e0e6", "1 #7e929f"], 0), `transform="rotate(18 ${x} ${y - 300})"`);
  s.rect(x - 52, y - 262, 44, 100, s.linear(["0 #55646f", "0.4 #cfd8de", "1 #3b4954"], 0));
  s.rect(x - 46, y - 164, 32, 36, "#222c36");
  s.circle(x + 84, y - 130, 26, s.radial(["0 #fff", "0.4 #8b9aa5", "1 #36434e"]));
}

// Dishes listening to a starry sky.
function antenna() {
  const s = new Scene(512), f = field(33);
  sky(s, ["0 #050a1e", "0.5 #12255a", "0.82 #49589a", "1 #d78f7c"], 760);
  milkyWay(s, 24);
  stars(s, 1300, 700);
  s.path("M1180,120L1420,40", "none", `stroke="#fff" stroke-width="3" stroke-linecap="round" opacity="0.8"`);
  terrain(s, {
    height: (x, z, d) => (f.plain(x * 0.3, z * 0.3, d) - 0.5) * 0.5, eye: 0.5, horizon: 730, near: 0.7, far: 26, lens: 1400, colour: () => hex("#6b6658"),
    sun: { x: 0.3, y: 0.5, z: 0.6 }, sunlight: [0.3, 0.28, 0.4], skylight: [0.1, 0.13, 0.25], haze: { near: hex("#453f63"), sun: hex("#94646a"), density: 0.1, start: 1.5 },
  });
  for (const [x, y, k] of [[1260, 760, 0.3], [1040, 770, 0.4], [1450, 770, 0.34]]) dish(s, x, y, k);
  dish(s, 520, 860, 1.35);
  grass(s, { y: 1010, height: 70, count: 700, colours: ["#11101c", "#1d1a2a", "#0a0a14", "#3a3044"], width: 2, lean: 16, spread: 30 });
  finish(s, { grain: 0.02, vignette: 0.5 });
  return s;
}

function dish(s, x, y, k) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.path("M-90,0L-24,-190H24L90,0Z", s.linear(["0 #b9c1dd", "0.4 #6b7599", "1 #20263f"], 0));
    s.path("M-60,-80H60M-76,-40H76M-60,-80L76,-40M60,-80L-76,-40", "none", 'stroke="#171c33" stroke-width="5" opacity="0.6"');
    s.group('transform="translate(10 -250) rotate(-34)"', () => {
      s.path("M-250,-60C-200,90 200,90 250,-60C160,-20 -160,-20 -250,-60Z", s.linear(["0 #4d567c", "1 #151a32"]));
      s.ellipse(0, -60, 250, 66, s.linear(["0 #5a648c", "0.4 #dfe5f7", "0.7 #97a1c6", "1 #3a4267"], 0));
      for (let i = 1; i < 5; i += 1) s.ellipse(0, -60 + i * 1.5, 250 * (1 - i * 0.2), 66 * (1 - i * 0.2), "none", 'stroke="#39426a" stroke-width="2" opacity="0.5"');
      for (let i = 0; i < 12; i += 1) s.line(0, -54, 248 * Math.cos(i * 0.5236), -60 + 65 * Math.sin(i * 0.5236), "#39426a", 1.6, 'opacity="0.45"');
      s.path("M-150,-50L0,-250L150,-50M0,-250V-70", "none", 'stroke="#c9d1ea" stroke-width="6"');
      s.path("M-18,-270H18L12,-230H-12Z", "#eef2ff");
      s.circle(0, -276, 40, s.radial(["0 #ff5a4a 0.9", "1 #ff5a4a 0"]), 'style="mix-blend-mode:screen"');
    });
  });
}

// A processor whose tracks run out in waves of sound.
function chip() {
  const s = new Scene(523);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #04121f", "0.5 #08283a", "1 #03101c"], 40));
  s.circle(800, 500, 900, s.radial(["0 #1bb4c4 0.5", "0.4 #0f6f8f 0.25", "1 #0f6f8f 0"]));
  tracks(s);
  for (let w = 0; w < 5; w += 1) {
    let d = "";
    for (let x = -20; x <= 1620; x += 8) {
      const away = Math.abs(x - 800) / 800, loud = away < 0.24 ? 0 : Math.sin((away - 0.24) * 4.1) * 110;
      d += `${x < 0 ? "M" : "L"}${x},${round(500 + Math.sin(x * (0.018 + w * 0.004) + w) * loud * (1 - w * 0.17))}`;
    }
    s.path(d, "none", `stroke="${["#7ff3ff", "#37c9dd", "#ffd27a", "#1fa0bd", "#5ce6c9"][w]}" stroke-width="${4 - w * 0.5}" opacity="${0.85 - w * 0.12}" style="mix-blend-mode:screen"`);
  }
  s.group('transform="translate(800 500)"', () => {
    s.rect(-206, -206, 412, 412, "#000", `opacity="0.7" filter="${s.blur(26)}"`);
    for (let i = -8; i <= 8; i += 1) for (const t of [0, 90, 180, 270]) s.add(`<rect x="${i * 21 - 5}" y="-214" width="10" height="36" fill="#e3c27a" transform="rotate(${t})"/>`);
    s.rect(-186, -186, 372, 372, s.linear(["0 #23323d", "0.5 #14202a", "1 #0a1218"], 45), 'rx="16" stroke="#3f5866" stroke-width="3"');
    s.rect(-118, -118, 236, 236, s.linear(["0 #2b6f80", "0.5 #124a5c", "1 #0b2f3f"], 60), 'rx="10" stroke="#59d3e3" stroke-width="2"');
    s.circle(0, 0, 220, s.radial(["0 #a7fbff 0.75", "0.4 #38d0e0 0.25", "1 #38d0e0 0"]), 'style="mix-blend-mode:screen"');
    s.add('<text x="0" y="34" font-family="DejaVu Serif, serif" font-weight="700" font-size="104" fill="#eaffff" text-anchor="middle">Әә</text>');
  });
  finish(s, { grain: 0.02, vignette: 0.55 });
  return s;
}

function tracks(s) {
  let d = "";
  for (let i = 0; i < 150; i += 1) {
    const side = s.pick([0, 90, 180, 270]) * (Math.PI / 180), off = s.between(-170, 170), turn = [Math.cos(side), Math.sin(side)];
    const at = (along, across) => [800 + turn[0] * along - turn[1] * across, 500 + turn[1] * along + turn[0] * across];
    const a = s.between(230, 420), spread = off * s.between(1.4, 3.2), b = a + Math.abs(spread - off), end = b + s.between(80, 520);
    const points = [at(205, off), at(a, off), at(b, spread), at(end, spread)];
    d += `M${points.map((p) => p.map(round).join(",")).join("L")}`;
    s.circle(...points[3], 5, s.pick(["#37c9dd", "#ffd27a", "#2a8ea6"]), 'opacity="0.8"');
  }
  s.path(d, "none", 'stroke="#1f8ea8" stroke-width="2.4" opacity="0.55"');
}

// The curve of the Earth, a small satellite above it.
function orbit() {
  const s = new Scene(534), f = field(77), { w, h } = s, rgba = new Uint8Array(w * h * 4);
  s.rect(0, 0, w, h, "#01030a");
  stars(s, 900, 700);
  const cx = 700, cy = 1560, r = 1080, sea = hex("#0b3a6b"), deep = hex("#06224a"), landC = hex("#8a8250"), sand = hex("#b8975f"), white = hex("#ffffff");
  for (let y = 0; y < h; y += 1) for (let x = 0; x < w; x += 1) {
    const dx = (x - cx) / r, dy = (y - cy) / r, q = dx * dx + dy * dy;
    if (q > 1) continue;
    const dz = Math.sqrt(1 - q), u = dx * 2.6 + 4, v = (dy * 0.5 - dz * 0.86) * 2.6 + 9;
    const n = f.plain(u * 1.3, v * 1.3, 8), cloud = smooth(0.5, 0.68, f.plain(u * 2.2 + f.plain(u * 3, v * 3, 4) * 1.4, v * 3.4, 8));
    let c = n > 0.5 ? mix(landC, sand, smooth(0.52, 0.62, n)) : mix(sea, deep, smooth(0.5, 0.4, n));
    c = mix(c, white, cloud * 0.9);
    const light = Math.max(0, dx * 0.62 - dy * 0.5 + dz * 0.35), rim = (1 - dz) ** 2.4;
    for (let i = 0; i < 3; i += 1) rgba[(y * w + x) * 4 + i] = Math.min(255, c[i] * (0.03 + light * 1.25) + [70, 150, 255][i] * rim * (0.12 + light * 0.95));
    rgba[(y * w + x) * 4 + 3] = 255;
  }
  s.add(`<image width="${w}" height="${h}" href="${dataURI(w, h, rgba)}"/>`);
  s.circle(cx, cy, r + 16, "none", `stroke="#6fb8ff" stroke-width="20" opacity="0.5" filter="${s.blur(14)}"`);
  s.circle(1500, 560, 560, s.radial(["0 #fff7dc 0.9", "0.06 #ffe9b0 0.55", "0.3 #ffd58a 0.15", "1 #ffd58a 0"]), 'style="mix-blend-mode:screen"');
  satellite(s, 640, 320, 1);
  finish(s, { grain: 0.015, vignette: 0.35 });
  return s;
}

function satellite(s, x, y, k) {
  s.group(`transform="translate(${x} ${y}) scale(${k}) rotate(-18)"`, () => {
    for (const side of [-1, 1]) s.group(`transform="scale(${side} 1)"`, () => {
      s.rect(64, -6, 40, 12, "#8c97a5");
      s.path("M104,-64H330V64H104Z", s.linear(["0 #2c4f96", "0.5 #4f86cf", "1 #16295e"], 20), 'stroke="#d7dde6" stroke-width="4"');
      for (let i = 1; i < 6; i += 1) s.line(104 + i * 37.6, -64, 104 + i * 37.6, 64, "#c9d6ea", 2, 'opacity="0.6"');
      s.line(104, 0, 330, 0, "#c9d6ea", 2, 'opacity="0.6"');
    });
    s.rect(-64, -78, 128, 156, s.linear(["0 #7a5f24", "0.4 #f3cf7e", "0.7 #c79a45", "1 #59421a"], 0), 'rx="6"');
    s.path("M-64,-30L64,-40M-64,20L64,8M-20,-78L-10,78", "none", 'stroke="#5a4318" stroke-width="3" opacity="0.5"');
    s.path("M-46,78C-40,120 40,120 46,78Z", "#dfe5ec");
    s.line(0, 110, 0, 150, "#dfe5ec", 5);
    s.rect(-22, -112, 44, 34, "#2a323c");
    s.circle(0, -112, 15, s.radial(["0 #9fd8ff", "1 #10202f"]));
  });
}

// A sunlit classroom.
function classroom() {
  const s = new Scene(545);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #e9dcc0", "1 #c7ad84"]));
  s.path("M0,720H1600V1010H0Z", s.linear(["0 #b98552", "1 #6d4525"]));
  for (let i = 0; i < 3; i += 1) {
    const x = 30 + i * 190;
    s.rect(x, 110, 160, 430, "#fff8e6");
    s.rect(x + 10, 120, 140, 410, s.linear(["0 #9fd0f0", "0.6 #e3f1e6", "1 #b9d29a"]));
    s.path(`M${x + 10},${430}q40,-60 70,-20q40,-50 70,10v110h-140Z`, "#7fa35a");
    s.line(x + 80, 120, x + 80, 530, "#fff8e6", 9);
    s.line(x + 10, 300, x + 150, 300, "#fff8e6", 9);
  }
  s.rect(690, 130, 800, 400, "#8a5a33");
  s.rect(706, 146, 768, 368, s.linear(["0 #2c5a48", "1 #1c3f33"]));
  chalk(s);
  for (let i = 0; i < 4; i += 1) s.path(polygon([[40 + i * 190, 540], [170 + i * 190, 540], [620 + i * 240, 1000], [380 + i * 240, 1000]]), "#fff3c9", `opacity="0.26" filter="${s.blur(7)}" style="mix-blend-mode:screen"`);
  for (let row = 0; row < 3; row += 1) for (let i = 0; i < 4 - (row > 1 ? 1 : 0); i += 1) desk(s, 260 + i * (380 + row * 70) - row * 140, 690 + row * 120, 0.8 + row * 0.3);
  finish(s, { grain: 0.01, vignette: 0.42 });
  return s;
}

function chalk(s) {
  const t = (x, y, size, text) => s.add(`<text x="${x}" y="${y}" font-family="DejaVu Serif, serif" font-style="italic" font-size="${size}" fill="#f2f5ec" opacity="0.85">${text}</text>`);
  t(750, 226, 50, "a² + b² = c²");
  t(750, 306, 40, "Ә  Ғ  Қ  Ң  Ө  Ұ  Ү  Һ  І");
  t(750, 452, 38, "S = ½ · a · h");
  s.path("M1180,450L1400,450L1180,260ZM1180,428h22v22", "none", 'stroke="#f2f5ec" stroke-width="5" opacity="0.85"');
  s.path("M760,340C830,330 1010,346 1090,336", "none", 'stroke="#ffd98a" stroke-width="5" opacity="0.8"');
}

function desk(s, x, y, k) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.path("M-120,30L-104,150M120,30L104,150", "none", 'stroke="#5a6470" stroke-width="9"');
    s.path("M-150,0H150L166,34H-166Z", s.linear(["0 #f0c98c", "1 #b9824a"]));
    s.rect(-166, 34, 332, 12, "#8a5a30");
    s.path("M-90,26L-70,4H-10L-16,26Z", "#fdfbf3");
    s.path("M10,26L12,4H74L88,26Z", s.pick(["#3f7fae", "#c2503f", "#4c9a6a", "#d9a441"]));
    s.path("M-60,150V70Q-60,56 -46,56H46Q60,56 60,70V150", "none", 'stroke="#3f6f8c" stroke-width="12"');
  });
}

// A bright hospital corridor.
function hospital() {
  const s = new Scene(556), vx = 860, vy = 430;
  const quad = (a, b, c, d, fill, extra = "") => s.path(polygon([a, b, c, d]), fill, extra);
  const to = (x, y, t) => [x + (vx - x) * t, y + (vy - y) * t];
  quad([0, 0], [1600, 0], to(1600, 0, 0.86), to(0, 0, 0.86), s.linear(["0 #e7f0f4", "1 #fbfeff"]));
  quad([0, 1000], [1600, 1000], to(1600, 1000, 0.86), to(0, 1000, 0.86), s.linear(["0 #dfeef0", "1 #8fb9c0"]));
  quad([0, 0], [0, 1000], to(0, 1000, 0.86), to(0, 0, 0.86), s.linear(["0 #bcd9df", "1 #f0f9fa"], 0));
  quad([1600, 0], [1600, 1000], to(1600, 1000, 0.86), to(1600, 0, 0.86), s.linear(["0 #eef7f8", "1 #a9cdd5"], 0));
  s.rect(748, 370, 208, 140, s.linear(["0 #fffef6", "1 #d6eef4"]));
  s.circle(vx, vy, 340, s.radial(["0 #fffdf0 0.95", "0.35 #fffdf0 0.4", "1 #fffdf0 0"]), 'style="mix-blend-mode:screen"');
  for (let i = 0; i < 6; i += 1) {
    const a = 1 - 0.72 ** i, b = 1 - 0.72 ** (i + 0.45);
    quad(to(560, 0, a), to(1040, 0, a), to(1040, 0, b), to(560, 0, b), "#ffffff");
    quad(to(560, 1000, a), to(1040, 1000, a), to(1040, 1000, b), to(560, 1000, b), "#ffffff", `opacity="0.5" filter="${s.blur(8)}"`);
    for (const x of [0, 1600]) {
      quad(to(x, 250, a), to(x, 1000, a), to(x, 1000, b), to(x, 250, b), x ? "#4f9aa8" : "#3f8897", 'opacity="0.85"');
      quad(to(x, 300, a + 0.02), to(x, 520, a + 0.02), to(x, 520, b - 0.02), to(x, 300, b - 0.02), "#dff4f8", 'opacity="0.9"');
    }
  }
  for (const x of [0, 1600]) quad(to(x, 650, 0), to(x, 690, 0), to(x, 690, 0.86), to(x, 650, 0.86), "#2f7f8f", 'opacity="0.8"');
  stretcher(s, 500, 800);
  s.group('transform="translate(1290 250)"', () => {
    s.rect(-90, -62, 180, 124, "#2f9a6a", 'rx="14"');
    s.path("M-18,-44H18V-18H44V18H18V44H-18V18H-44V-18H-18Z", "#fff");
  });
  finish(s, { grain: 0.01, vignette: 0.3 });
  return s;
}

function stretcher(s, x, y) {
  s.ellipse(x + 40, y + 128, 360, 24, "#3b626b", `opacity="0.45" filter="${s.blur(10)}"`);
  s.path(`M${x - 290},${y + 110}L${x + 290},${y + 10}M${x + 290},${y + 110}L${x - 290},${y + 10}`, "none", 'stroke="#93a7b0" stroke-width="10"');
  for (const dx of [-290, 290]) {
    s.line(x + dx, y, x + dx, y + 106, "#7d929c", 10);
    s.circle(x + dx, y + 116, 17, "#2a363c");
    s.circle(x + dx, y + 116, 6, "#b9c6cc");
  }
  s.path(`M${x - 330},${y - 30}H${x + 330}V${y + 14}H${x - 330}Z`, s.linear(["0 #fff", "1 #c3d6dc"]));
  s.path(`M${x - 120},${y - 30}C${x - 40},${y - 66} ${x + 250},${y - 58} ${x + 330},${y - 30}V${y + 34}H${x - 120}Z`, s.linear(["0 #7fc4cf", "1 #458f9f"]));
  s.path(`M${x - 320},${y - 30}q4,-50 60,-48h70q36,2 34,48Z`, "#fff");
  s.path(`M${x - 330},${y - 20}V${y - 110}M${x + 330},${y - 20}V${y - 70}`, "none", 'stroke="#8fa3ad" stroke-width="10" stroke-linecap="round"');
  s.path(`M${x + 250},${y - 40}V${y - 320}h-50`, "none", 'stroke="#9fb2bb" stroke-width="7"');
  s.path(`M${x + 176},${y - 318}h48v70q-24,24 -48,0Z`, "#d9f2f7", 'opacity="0.95"');
}

// Stacks of coins and a rising line.
function coins() {
  const s = new Scene(567);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #0b1d2e", "0.6 #123a4d", "1 #0a1a28"], 60));
  let grid = "";
  for (let i = 0; i < 20; i += 1) grid += `M${i * 90},80V800`;
  for (let i = 0; i < 9; i += 1) grid += `M0,${100 + i * 86}H1600`;
  s.path(grid, "none", 'stroke="#5fa8bd" stroke-width="1" opacity="0.22"');
  const line = [[-20, 640], [110, 600], [220, 630], [360, 520], [480, 550], [620, 430], [760, 470], [900, 340], [1040, 370], [1180, 240], [1340, 270], [1480, 150], [1640, 120]];
  s.path(`${`M${line.map((p) => p.join(",")).join("L")}`}V800H-20Z`, s.linear(["0 #36d6b0 0.4", "1 #36d6b0 0"]));
  s.path(`M${line.map((p) => p.join(",")).join("L")}`, "none", `stroke="#36d6b0" stroke-width="16" opacity="0.35" filter="${s.blur(8)}"`);
  s.path(`M${line.map((p) => p.join(",")).join("L")}`, "none", 'stroke="#7ff5d6" stroke-width="6" stroke-linejoin="round"');
  for (const [x, y] of line) s.circle(x, y, 9, "#eafff9");
  s.rect(0, 800, 1600, 210, s.linear(["0 #1d3f4d", "1 #071420"]));
  [3, 5, 7, 10, 13].forEach((n, i) => pile(s, 330 + i * 250, 880, n));
  finish(s, { grain: 0.02, vignette: 0.5 });
  return s;
}

function pile(s, x, y, count) {
  s.ellipse(x + 20, y + 16, 130, 24, "#02080d", `opacity="0.7" filter="${s.blur(9)}"`);
  const edge = s.linear(["0 #7a4f12", "0.25 #f6d37a", "0.5 #c9932f", "0.75 #f0c465", "1 #5c390a"], 0);
  for (let i = 0; i < count; i += 1) {
    const cx = x + s.between(-7, 7), cy = y - i * 33;
    s.path(`M${round(cx - 100)},${cy - 30}V${cy}A100,24 0 0 0 ${round(cx + 100)},${cy}V${cy - 30}Z`, edge, 'stroke="#5c390a" stroke-width="1.5"');
    for (let t = -9; t <= 9; t += 1) s.line(cx + t * 10.6, cy - 26 + 22 * Math.sqrt(1 - (t / 10) ** 2), cx + t * 10.6, cy - 4 + 22 * Math.sqrt(1 - (t / 10) ** 2), "#7a4f12", 1.6, 'opacity="0.5"');
    s.ellipse(cx, cy - 30, 100, 24, s.linear(["0 #fff0b4", "0.5 #e9bd57", "1 #b07d22"], 20), 'stroke="#8a5c18" stroke-width="2"');
    if (i === count - 1) {
      s.ellipse(cx, cy - 30, 80, 18, "none", 'stroke="#9a6c20" stroke-width="3"');
      s.add(`<text transform="translate(${round(cx)} ${cy - 21}) scale(1 .36)" font-family="DejaVu Sans, sans-serif" font-weight="700" font-size="72" fill="#8a5c18" text-anchor="middle">₸</text>`);
    }
  }
}

// Red apples on a market stall.
function apples() {
  const s = new Scene(578);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #6b8f5a", "0.5 #c9b071", "1 #6a3f22"]));
  s.group(`filter="${s.blur(14)}"`, () => { for (let i = 0; i < 80; i += 1) s.circle(s.between(0, 1600), s.between(0, 480), s.between(20, 80), s.pick(["#4d7a3c", "#8fb05a", "#e2c877", "#d9773c", "#3a5c30", "#f4e7b8"]), 'opacity="0.6"'); });
  for (let i = 0; i < 9; i += 1) s.path(`M${i * 190 - 60},-10h190v110q-95,80 -190,0Z`, i % 2 ? "#f5efe2" : "#c23a34", 'opacity="0.95"');
  s.rect(0, -10, 1600, 120, s.linear(["0 #000 0.5", "1 #000 0"]));
  for (let row = 0; row < 6; row += 1) {
    const t = row / 5, r = 42 + t * 62, y = 430 + t * t * 330 + t * 130;
    for (let x = (row % 2) * -r - r; x < 1700; x += r * 1.78) apple(s, x + s.between(-8, 8), y + s.between(-12, 12), r * s.between(0.92, 1.06));
    s.rect(0, y - 120, 1600, 200, s.linear(["0 #fff2cc 0.1", "1 #2a0a04 0.12"]));
  }
  s.path("M-10,900H1610V1010H-10Z", s.linear(["0 #b07a44", "1 #5d3519"]));
  for (let i = 0; i < 4; i += 1) s.path(`M-10,${914 + i * 24}C400,${908 + i * 24} 900,${924 + i * 24} 1610,${912 + i * 24}`, "none", 'stroke="#4a280f" stroke-width="2" opacity="0.5"');
  s.group('transform="translate(1230 800) rotate(-4)"', () => {
    s.rect(-6, 60, 12, 160, "#6a4322");
    s.path("M-170,-80H170V80H-170Z", "#2a332d", 'stroke="#8a5a2c" stroke-width="12"');
    s.add('<text y="-6" font-family="DejaVu Serif, serif" font-size="64" font-style="italic" fill="#f7f1df" text-anchor="middle">Апорт</text><text y="54" font-family="DejaVu Serif, serif" font-size="40" fill="#ffd98a" text-anchor="middle">Алматы</text>');
  });
  finish(s, { grain: 0.015, vignette: 0.5 });
  return s;
}

function apple(s, x, y, r) {
  const skin = s.pick(["#d8222c", "#c31a26", "#e03a2c", "#b8161f"]);
  s.ellipse(x + r * 0.1, y + r * 0.85, r * 0.9, r * 0.25, "#260604", 'opacity="0.4"');
  s.path(`M${round(x)},${round(y - r * 0.72)}C${round(x + r * 0.5)},${round(y - r * 1.1)} ${round(x + r * 1.12)},${round(y - r * 0.7)} ${round(x + r)},${round(y + r * 0.05)}C${round(x + r * 0.9)},${round(y + r * 0.75)} ${round(x + r * 0.4)},${round(y + r * 1.02)} ${round(x)},${round(y + r * 0.86)}C${round(x - r * 0.4)},${round(y + r * 1.02)} ${round(x - r * 0.9)},${round(y + r * 0.75)} ${round(x - r)},${round(y + r * 0.05)}C${round(x - r * 1.12)},${round(y - r * 0.7)} ${round(x - r * 0.5)},${round(y - r * 1.1)} ${round(x)},${round(y - r * 0.72)}Z`, s.radial(["0 #ffc46a", "0.25 #f0603a", `0.6 ${skin}`, "1 #5a060c"], 0.36, 0.3, 0.78));
  s.ellipse(x, y - r * 0.68, r * 0.26, r * 0.1, "#4a0a08", 'opacity="0.6"');
  s.path(`M${round(x)},${round(y - r * 0.66)}q${round(r * 0.04)},${round(-r * 0.3)} ${round(r * 0.16)},${round(-r * 0.46)}`, "none", `stroke="#4d2f14" stroke-width="${round(r * 0.08)}" stroke-linecap="round"`);
  s.ellipse(x - r * 0.4, y - r * 0.3, r * 0.2, r * 0.28, "#fff", `opacity="0.45" transform="rotate(24 ${round(x - r * 0.4)} ${round(y - r * 0.3)})"`);
}

// A telephone with public services, papers falling away.
function services() {
  const s = new Scene(589);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #0f5d78", "0.5 #1d93a8", "1 #0c4660"], 50));
  s.circle(1120, 340, 760, s.radial(["0 #8ff0e6 0.55", "1 #8ff0e6 0"]));
  for (const [x, y, turn, k, b] of [[230, 300, -24, 1.1, 0], [400, 690, 14, 1.25, 0], [1360, 760, 20, 1.2, 0], [1430, 250, -12, 0.9, 3], [640, 170, 8, 0.7, 4], [1180, 130, 30, 0.6, 5]])
    s.group(`${b ? `filter="${s.blur(b)}"` : ""} transform="translate(${x} ${y}) rotate(${turn}) scale(${k})"`, () => paper(s));
  s.group('transform="translate(860 500) rotate(8)"', () => telephone(s));
  finish(s, { grain: 0.015, vignette: 0.42 });
  return s;
}

function paper(s) {
  s.rect(-100, -136, 220, 290, "#052a3a", `opacity="0.4" filter="${s.blur(12)}"`);
  s.rect(-110, -150, 220, 290, s.linear(["0 #ffffff", "1 #d6e7ea"], 60));
  for (let i = 0; i < 8; i += 1) s.rect(-84, -96 + i * 24, [168, 150, 168, 120, 160, 168, 90, 140][i], 8, "#8fb3bc", 'opacity="0.8"');
  s.circle(56, 96, 32, "none", 'stroke="#2c7fb8" stroke-width="6" opacity="0.75"');
  s.circle(56, 96, 20, "none", 'stroke="#2c7fb8" stroke-width="3" opacity="0.75"');
}

function telephone(s) {
  s.rect(-196, -390, 430, 820, "#03202c", `rx="60" opacity="0.55" filter="${s.blur(26)}"`);
  s.rect(-210, -410, 420, 820, s.linear(["0 #2c3a44", "0.5 #0e161c", "1 #39474f"], 20), 'rx="58"');
  s.rect(-188, -388, 376, 776, s.linear(["0 #f4fbfb", "1 #d9eef0"]), 'rx="40"');
  s.rect(-60, -376, 120, 26, "#0e161c", 'rx="13"');
  s.rect(-158, -318, 316, 150, s.linear(["0 #18a3b8", "1 #0f6f92"], 30), 'rx="24"');
  s.circle(-100, -244, 36, "#ffd166");
  s.rect(-48, -272, 170, 18, "#fff", 'rx="9" opacity="0.95"');
  s.rect(-48, -238, 120, 14, "#fff", 'rx="7" opacity="0.7"');
  const icons = ["M-16,14V-6L0,-20L16,-6V14Z", "M-18,-12H18V14H-18ZM-18,-4H18", "M0,-20L18,-8V4C18,14 8,20 0,22C-8,20 -18,14 -18,4V-8Z", "M-16,-18H8L18,-8V18H-16Z", "M0,-18a18,18 0 1 0 .1,0M0,-8V2L8,8", "M-18,6C-18,-10 18,-10 18,6V14H-18Z"];
  icons.forEach((icon, i) => {
    const x = -106 + (i % 3) * 106, y = -92 + Math.floor(i / 3) * 120;
    s.rect(x - 44, y - 44, 88, 88, "#fff", 'rx="24"');
    s.path(icon, "none", `transform="translate(${x} ${y})" stroke="${["#18a3b8", "#e2703a", "#3f9a5c"][i % 3]}" stroke-width="6" stroke-linejoin="round" stroke-linecap="round"`);
  });
  s.rect(-158, 150, 316, 84, "#fff", 'rx="24"');
  s.path("M-124,192l18,18l34,-38", "none", 'stroke="#3f9a5c" stroke-width="11" stroke-linecap="round" stroke-linejoin="round"');
  s.rect(-46, 174, 160, 14, "#9fc0c6", 'rx="7"');
  s.rect(-46, 200, 110, 12, "#c9dee1", 'rx="6"');
  s.rect(-158, 260, 316, 74, s.linear(["0 #ffd166", "1 #f0a83a"]), 'rx="37"');
  s.rect(-60, 290, 120, 14, "#6a4310", 'rx="7" opacity="0.8"');
  s.path("M-188,-348Q-188,-388 -148,-388H40L-120,388H-148Q-188,388 -188,348Z", "#fff", 'opacity="0.14"');
}

// A bunch of microphones at a briefing.
function press() {
  const s = new Scene(600);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #0f2238", "0.6 #24496a", "1 #0d1a2a"]));
  s.group(`filter="${s.blur(10)}"`, () => {
    for (let r = 0; r < 3; r += 1) for (let c = 0; c < 6; c += 1) s.add(`<text x="${90 + c * 290 + (r % 2) * 140}" y="${160 + r * 170}" font-family="DejaVu Sans, sans-serif" font-weight="700" font-size="70" fill="#7fd0e6" opacity="0.5">BAQ</text>`);
    for (let i = 0; i < 14; i += 1) s.circle(s.between(0, 1600), s.between(560, 800), s.between(20, 60), s.pick(["#ffdca0", "#fff", "#9fd8ff"]), 'opacity="0.35"');
  });
  for (const [x, y] of [[240, 130], [1390, 170]]) s.circle(x, y, 340, s.radial(["0 #fff 0.95", "0.08 #dff0ff 0.6", "1 #dff0ff 0"]), 'style="mix-blend-mode:screen"');
  const list = [[330, 560, -32, "#c43b41", "round"], [560, 470, -16, "#1d8fb0", "cube"], [800, 420, 0, "#2a2f38", "foam"], [1030, 480, 15, "#e2a93a", "cube"], [1260, 570, 30, "#3f8f5c", "round"], [680, 610, -9, "#3d3f48", "mesh"], [930, 620, 10, "#7a3f8f", "foam"]];
  for (const [x, y, turn, c, kind] of list) microphone(s, x, y, turn, c, kind);
  s.path("M-10,940Q800,880 1610,940V1010H-10Z", s.linear(["0 #6a4326", "1 #22120a"]));
  finish(s, { grain: 0.02, vignette: 0.55 });
  return s;
}

function microphone(s, x, y, turn, c, kind) {
  s.group(`transform="translate(${x} ${y}) rotate(${turn * 0.7})"`, () => {
    s.path("M-22,90L-15,560H15L22,90Z", s.linear(["0 #0a0c10", "0.35 #4d5560", "0.6 #1d2127", "1 #050608"], 0));
    if (kind === "foam") s.ellipse(0, 0, 66, 92, s.radial([`0 #8d93a0`, `0.3 ${c}`, "1 #07080b"], 0.34, 0.28, 0.85));
    else {
      s.circle(0, 0, 66, s.radial(["0 #eef2f6", "0.4 #8a94a0", "1 #191d22"], 0.34, 0.28, 0.8));
      for (let i = -5; i <= 5; i += 1) {
        s.path(`M${i * 11},${-Math.sqrt(4300 - (i * 11) ** 2)}V${Math.sqrt(4300 - (i * 11) ** 2)}`, "none", 'stroke="#14181d" stroke-width="2" opacity="0.45"');
        s.path(`M${-Math.sqrt(4300 - (i * 11) ** 2)},${i * 11}H${Math.sqrt(4300 - (i * 11) ** 2)}`, "none", 'stroke="#14181d" stroke-width="2" opacity="0.45"');
      }
      s.rect(-48, 52, 96, 26, "#2c333b", 'rx="8"');
    }
    if (kind === "cube" || kind === "round") {
      s.path("M-62,96H62V214H-62Z", s.linear([`0 ${c}`, "1 #0c0f14"], 60));
      s.path("M62,96L84,84V200L62,214ZM-62,96L-40,84H84L62,96Z", "#fff", 'opacity="0.25"');
      s.circle(0, 155, 30, "#fff", 'opacity="0.92"');
      s.path("M-13,165L0,137L13,165M-8,157H8", "none", `stroke="${c}" stroke-width="6"`);
    }
  });
}

// A round hall with rows of seats.
function hall() {
  const s = new Scene(611);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #d9c39a", "0.5 #b8935f", "1 #4d311b"]));
  for (let i = 0; i < 15; i += 1) s.rect(i * 110 - 10, 90, 84, 380, s.linear(["0 #8a5c33", "0.5 #b37f4b", "1 #6d4525"], 0));
  s.rect(0, 60, 1600, 34, s.linear(["0 #fff4d6", "1 #c9a468"]));
  s.rect(560, 110, 480, 330, s.linear(["0 #1f7fa6", "1 #125d80"]));
  for (let i = 0; i < 8; i += 1) s.path(horn, "none", `transform="translate(800 270) rotate(${i * 45}) scale(0.9)" stroke="#f6d98a" stroke-width="9" stroke-linecap="round"`);
  s.circle(800, 262, 420, s.radial(["0 #fff3cf 0.45", "1 #fff3cf 0"]), 'style="mix-blend-mode:screen"');
  for (let i = 0; i < 7; i += 1) s.ellipse(170 + i * 210, 26, 70, 12, "#fffdf0");
  for (let i = 0; i < 7; i += 1) beam(s, 170 + i * 210, 26, 170 + i * 210, 640, 150, "#fff0c6", 0.2);
  s.path("M500,520H1100L1150,600H450Z", s.linear(["0 #a06a38", "1 #5d381c"]));
  s.rect(450, 600, 700, 16, "#d9a95c");
  for (let i = 0; i < 5; i += 1) s.path(`M${556 + i * 110},520v-66q24,-30 48,0v66Z`, "#3a2214");
  for (let row = 0; row < 6; row += 1) bench(s, row);
  finish(s, { grain: 0.015, vignette: 0.5 });
  return s;
}

function bench(s, row) {
  const k = 1 + row * 0.26, rx = 620 * k, ry = 130 * k, cy = 560 + row * 20, top = (a) => [800 + rx * Math.cos(a), cy + ry * Math.sin(a) + row * row * 3];
  const arc = (dy) => { let d = ""; for (let i = 0; i <= 40; i += 1) { const [x, y] = top(Math.PI * (0.04 + (0.92 * i) / 40)); d += `${i ? "L" : "M"}${round(x)},${round(y + dy)}`; } return d; };
  const count = 13 + row * 2;
  for (let i = 0; i < count; i += 1) {
    const [x, y] = top(Math.PI * (0.07 + (0.86 * i) / (count - 1))), q = 0.7 + row * 0.14;
    s.path(`M${round(x - 26 * q)},${round(y + 6)}v${round(-50 * q)}q0,${round(-16 * q)} ${round(14 * q)},${round(-16 * q)}h${round(24 * q)}q${round(14 * q)},0 ${round(14 * q)},${round(16 * q)}v${round(50 * q)}Z`, s.linear(["0 #2f6f8c", "1 #123448"]), 'stroke="#0c2432" stroke-width="1.5"');
  }
  s.path(arc(8), "none", `stroke="#5d381c" stroke-width="${round(26 + row * 5)}"`);
  s.path(arc(-4 - row), "none", `stroke="#d9a560" stroke-width="${round(9 + row * 2)}"`);
}

const horn = "M0,0C-40,-6 -74,-40 -70,-78C-66,-112 -24,-116 -18,-88C-14,-68 -34,-58 -46,-70M0,0C40,-6 74,-40 70,-78C66,-112 24,-116 18,-88C14,-68 34,-58 46,-70M0,10V-120";

// Felt carpet with horns, seen flat.
function felt() {
  const s = new Scene(622);
  s.rect(0, 0, 1600, 1000, "#8f2027");
  const medallion = (x, y, k, c, back) => s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.path("M0,-240L240,0L0,240L-240,0Z", back);
    s.path("M0,-240L240,0L0,240L-240,0Z", "none", `stroke="${c}" stroke-width="12"`);
    for (let i = 0; i < 4; i += 1) s.path(horn, "none", `transform="rotate(${i * 90}) translate(0 -30)" stroke="${c}" stroke-width="24" stroke-linecap="round" stroke-linejoin="round"`);
    s.path("M0,-38L38,0L0,38L-38,0Z", c);
  });
  for (let i = 0; i < 4; i += 1) for (let j = 0; j < 3; j += 1) medallion(i * 480 + (j % 2) * 240 - 160, j * 400 + 100, 0.94, (i + j) % 2 ? "#f3dfb4" : "#f0b53c", (i + j) % 2 ? "#1f4f57" : "#5c1218");
  s.rect(0, 0, 1600, 84, "#1d2f3a");
  s.rect(0, 916, 1600, 84, "#1d2f3a");
  for (let i = 0; i < 20; i += 1) for (const y of [44, 960]) s.path("M-34,20C-34,-24 -4,-28 0,-6C4,-28 34,-24 34,20", "none", `transform="translate(${i * 84 + 20} ${y}) scale(${y < 500 ? 1 : 1} ${y < 500 ? 1 : -1})" stroke="#f0b53c" stroke-width="9" stroke-linecap="round"`);
  const wool = s.filter('<feTurbulence type="fractalNoise" baseFrequency="0.035 0.05" numOctaves="2" seed="4"/><feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/><feDiffuseLighting surfaceScale="9" lighting-color="#fff"><feDistantLight azimuth="220" elevation="52"/></feDiffuseLighting>', 'x="0" y="0" width="100%" height="100%"');
  s.rect(0, 0, 1600, 1000, "#fff", `filter="${wool}" style="mix-blend-mode:soft-light" opacity="0.65"`);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #fff2cf 0.35", "0.5 #fff 0", "1 #12060a 0.6"], 40));
  finish(s, { grain: 0.03, vignette: 0.45 });
  return s;
}

// A sapling on a cracked sea bed.
function sapling() {
  const s = new Scene(633), f = field(66);
  sky(s, ["0 #5f93bd", "0.6 #c9d6d2", "1 #f8e2b4"], 560);
  sun(s, 1240, 330, 40, "#fffdec", "#ffe2a0", 11);
  const crust = hex("#cdb38c"), crack = hex("#5d4630");
  terrain(s, {
    height: (x, z, d) => (f.plain(x * 0.25, z * 0.25, Math.min(d, 6)) - 0.5) * 0.22, eye: 0.62, horizon: 540, near: 0.85, far: 30, lens: 1400, steps: 1300,
    colour: (x, y, z) => {
      const cell = (u, v) => { let a = 9, b = 9; for (let i = -1; i < 2; i += 1) for (let j = -1; j < 2; j += 1) { const p = Math.floor(u) + i, q = Math.floor(v) + j, n = Math.sin(p * 127.1 + q * 311.7) * 43758.5, m = Math.sin(p * 269.5 + q * 183.3) * 43758.5, e = Math.hypot(p + (n - Math.floor(n)) - u, q + (m - Math.floor(m)) - v); if (e < a) { b = a; a = e; } else if (e < b) b = e; } return b - a; };
      return mix(crack, crust, smooth(0.03, 0.13, cell(x * 6 + f.plain(x * 4, z * 4, 3) * 0.7, z * 6)) * 0.85 + 0.15 * f.plain(x * 9, z * 9, 3));
    },
    sun: { x: 0.5, y: 0.45, z: 0.7 }, sunlight: [1.35, 1.15, 0.85], haze: { near: hex("#dcd2b8"), sun: hex("#fbe6b8"), density: 0.06, start: 2 },
  });
  for (const [x, y, k] of [[1180, 640, 0.3], [980, 610, 0.2], [1340, 612, 0.2], [1060, 590, 0.14], [820, 592, 0.14], [640, 606, 0.18], [1450, 660, 0.34], [300, 620, 0.22]]) bush(s, x, y, k);
  bush(s, 560, 870, 1.25);
  finish(s, { grain: 0.01, vignette: 0.4 });
  return s;
}

// A young saxaul: thin grey stems, pale green feathers.
function bush(s, x, y, k) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(-60, 8, 210, 22, "#3a2a1a", `opacity="0.5" filter="${s.blur(8)}"`);
    s.ellipse(0, 4, 90, 16, "#7a5a3c");
    for (let i = 0; i < 26; i += 1) {
      const a = -Math.PI / 2 + s.between(-0.9, 0.9), l = s.between(130, 320), ex = Math.cos(a) * l, ey = Math.sin(a) * l;
      s.path(`M0,0Q${round(ex * 0.2)},${round(ey * 0.6)} ${round(ex)},${round(ey)}`, "none", `stroke="${s.pick(["#6d5a44", "#8a7558", "#5a4a38"])}" stroke-width="${round(s.between(3, 8))}" stroke-linecap="round"`);
      let d = "";
      for (let j = 0; j < 16; j += 1) {
        const t = s.between(0.35, 1), px = ex * t * (0.4 + 0.6 * t), py = ey * (1.2 * t - 0.2 * t * t), b = a + s.between(-1, 1), q = s.between(24, 62);
        d += `M${round(px)},${round(py)}q${round(Math.cos(b) * q * 0.6)},${round(Math.sin(b) * q * 0.6 - 4)} ${round(Math.cos(b) * q)},${round(Math.sin(b) * q + 8)}`;
      }
      s.path(d, "none", `stroke="${s.pick(["#7fa05a", "#9ab86a", "#658a4a", "#b3cc7c"])}" stroke-width="3.2" stroke-linecap="round"`);
    }
  });
}

export const mind = { laboratory, antenna, chip, orbit, classroom, hospital, coins, apples, services, press, hall, felt, sapling };
