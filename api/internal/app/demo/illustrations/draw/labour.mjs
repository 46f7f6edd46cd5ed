// Fields, energy, roads and ports.
import { Scene, polygon, round } from "./scene.mjs";
import { clouds, finish, grass, mist, sky, sun, water } from "./nature.mjs";
import { alpine, range } from "./steppe.mjs";
import { field, hex, mix, smooth, terrain } from "./terrain.mjs";

const gold = hex("#d2a54a"), straw = hex("#a97f35"), dry = hex("#a8935a"), olive = hex("#6f7240");

function steppeland(s, f, options) {
  terrain(s, {
    height: (x, z, d) => (f.plain(x * 0.3, z * 0.3, d) - 0.5) * 0.7, eye: 0.55, horizon: 600, near: 0.7, far: 30, lens: 1400,
    colour: (x, y, z) => mix(dry, olive, smooth(0.35, 0.6, f.plain(x * 1.4, z * 1.4, 5))), ...options,
  });
}

// Ripe wheat, a combine at work.
function wheat() {
  const s = new Scene(121), f = field(3);
  sky(s, ["0 #3b7fc4", "0.6 #a8cfe9", "1 #fff0cf"], 560);
  clouds(s, { y: 0, height: 430, colour: "#fffaf0", cover: 0.56, opacity: 0.95, seed: 8 });
  steppeland(s, f, {
    height: (x, z, d) => (f.plain(x * 0.2, z * 0.2, Math.min(d, 6)) - 0.5) * 0.5, colour: (x, y, z) => mix(gold, straw, smooth(0.3, 0.65, f.plain(x * 5, z * 0.6, 5))), horizon: 530,
    sun: { x: 0.8, y: 0.45, z: 0.3 }, sunlight: [1.3, 1.1, 0.8], haze: { near: hex("#e4d9b8"), sun: hex("#fff0c8"), density: 0.05, start: 2 },
  });
  dust(s, 560, 560, 420, 150);
  combine(s, 760, 640, 1);
  for (let row = 0; row < 9; row += 1) {
    const t = row / 8;
    s.group(row > 7 ? `filter="${s.blur(5)}"` : "", () => ears(s, 700 + t * t * 330, 40 + t * 230, Math.round(420 - t * 330), 1 + t * 3.4));
  }
  finish(s, { grain: 0.01, vignette: 0.38 });
  return s;
}

function ears(s, y, h, count, width) {
  const byColour = { "#e2b857": [], "#c8963a": [], "#f0cf7c": [], "#a9782c": [] };
  for (let i = 0; i < count; i += 1) {
    const x = s.between(-40, s.w), top = y - h * s.between(0.8, 1.1), lean = h * s.between(0.05, 0.3), c = s.pick(Object.keys(byColour));
    let d = `M${round(x)},${round(y + 40)}Q${round(x)},${round(top + h * 0.4)} ${round(x + lean)},${round(top)}`;
    if (width > 1.4) for (let k = 0; k < 6; k += 1) {
      const ey = top + k * width * 2.6, ex = x + lean * (1 - k * 0.07);
      d += `M${round(ex)},${round(ey + width * 3)}l${round(-width * 2)},${round(-width * 3.4)}M${round(ex)},${round(ey + width * 3)}l${round(width * 2.4)},${round(-width * 3.4)}`;
    }
    byColour[c].push(d);
  }
  for (const [c, list] of Object.entries(byColour)) s.path(list.join(""), "none", `stroke="${c}" stroke-width="${round(width)}" stroke-linecap="round"`);
}

function dust(s, x, y, w, h, colour = "#f3dcae", opacity = 0.6) {
  s.ellipse(x, y, w, h, s.radial([`0 ${colour} ${opacity}`, `0.6 ${colour} ${opacity / 3}`, `1 ${colour} 0`]), `filter="${s.blur(14)}"`);
}

function combine(s, x, y, k) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(120, 8, 190, 14, "#3a2a10", `opacity="0.55" filter="${s.blur(6)}"`);
    s.path("M0,-36L8,-128L70,-140H176L196,-96L204,-36Z", s.linear(["0 #2e8a4c", "0.5 #1d6b39", "1 #0f4523"]));
    s.path("M60,-140L66,-176H178L172,-140Z", s.linear(["0 #38a05a", "1 #1f7440"]));
    s.path("M182,-142L190,-186H246L256,-96H196Z", "#123a22");
    s.path("M196,-136L202,-176H238L246,-104H204Z", s.linear(["0 #d6f0ff", "1 #7fb1c9"]));
    s.path("M186,-190H252V-182H186Z", "#0e2c1a");
    s.path("M70,-160L-50,-196L-54,-186L64,-146Z", "#2f7d48");
    s.path("M230,-60L300,-44L306,-30L226,-36Z", "#1a5c31");
    s.rect(290, -62, 40, 44, "#164a29");
    for (let i = 0; i < 8; i += 1) s.line(322, -40, 322 + 34 * Math.cos(i * 0.785), -40 + 34 * Math.sin(i * 0.785), "#d7b14a", 4);
    s.circle(322, -40, 34, "none", 'stroke="#c49a35" stroke-width="3"');
    for (const [cx, r] of [[206, 44], [36, 28]]) {
      s.circle(cx, -r + 8, r, "#17181a");
      s.circle(cx, -r + 8, r * 0.5, "#d9b44a");
      s.circle(cx, -r + 8, r * 0.18, "#5e4b1a");
    }
    s.path("M12,-100H170V-90H16Z", "#f2d15c", 'opacity="0.9"');
  });
  grass(s, { y: y + 18, height: 46, count: 420, colours: ["#d8ad4c", "#bb8c38", "#ecc872"], width: 2, lean: 8, spread: 10, from: x - 120, to: x + 420 });
}

// Wind turbines on hills at sunset.
function turbines() {
  const s = new Scene(133), f = field(52);
  sky(s, ["0 #274a80", "0.42 #8d86ab", "0.68 #f0a878", "1 #ffdf9e"], 640);
  clouds(s, { y: 20, height: 420, colour: "#ffc9a0", cover: 0.52, opacity: 0.85, seed: 27, stretch: 5 });
  sun(s, 420, 560, 46, "#fff7d8", "#ffbf6e", 10);
  for (const [x, y, k] of [[1090, 575, 0.34], [1230, 585, 0.38], [760, 580, 0.3], [610, 585, 0.34], [930, 580, 0.32]]) turbine(s, x, y, k, "#a58ea0", "#8a7590");
  steppeland(s, f, {
    height: (x, z, d) => f.plain(x * 0.28 + 3, z * 0.28, d) * 1.1 - 0.72, eye: 0.5, sun: { x: -0.5, y: 0.2, z: 0.9 }, sunlight: [1.9, 1.2, 0.65], skylight: [0.36, 0.36, 0.5],
    haze: { near: hex("#b08a8c"), sun: hex("#ffc98c"), density: 0.09, start: 1.5 },
  });
  turbine(s, 1330, 800, 1.28, "#f6ece6", "#8d8797", 22);
  turbine(s, 820, 690, 0.66, "#e9d6cf", "#8f8292", 80);
  turbine(s, 230, 660, 0.56, "#dcc3bd", "#8a7688", 50);
  grass(s, { y: 1010, height: 130, count: 800, colours: ["#3c3a22", "#565030", "#2a2a1a", "#90793f"], width: 2, lean: 30, spread: 40 });
  finish(s, { grain: 0.015 });
  return s;
}

function turbine(s, x, y, k, light, dark, turn = 10) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.path("M-9,0L-4,-470H4L9,0Z", s.linear([`0 ${light}`, `1 ${dark}`], 0));
    s.path("M-9,-482H26V-466H-9Z", dark);
    for (let i = 0; i < 3; i += 1) s.path("M0,-6C10,-30 8,-130 1,-250C-6,-130 -8,-40 -4,-6Z", s.linear([`0 ${light}`, `1 ${dark}`], 0), `transform="translate(0 -474) rotate(${turn + i * 120})"`);
    s.circle(0, -474, 9, light);
  });
}

// A high-voltage line over the steppe.
function powerline() {
  const s = new Scene(144), f = field(61);
  sky(s, ["0 #31598f", "0.5 #a5b3c9", "0.8 #f7cf9a", "1 #ffe6b5"], 660);
  clouds(s, { y: 0, height: 460, colour: "#ffe0c0", cover: 0.5, opacity: 0.8, seed: 90, stretch: 4 });
  sun(s, 1180, 600, 40, "#fff8df", "#ffc97e", 11);
  steppeland(s, f, {
    height: (x, z, d) => (f.plain(x * 0.3, z * 0.3, d) - 0.5) * 0.5, horizon: 640, sun: { x: 0.5, y: 0.18, z: 1 }, sunlight: [1.9, 1.3, 0.7], skylight: [0.42, 0.42, 0.5],
    haze: { near: hex("#c9a88a"), sun: hex("#ffdc9c"), density: 0.09, start: 1.2 },
  });
  const towers = [[1010, 648, 0.1], [960, 655, 0.15], [890, 666, 0.23], [780, 688, 0.38], [590, 740, 0.7], [200, 860, 1.5]];
  wires(s, [...towers, [-900, 1200, 4.5]]);
  for (const [x, y, k] of towers) pylon(s, x, y, k);
  grass(s, { y: 1010, height: 120, count: 800, colours: ["#4b3d20", "#6a552b", "#33290f", "#a1813f"], width: 2, lean: 24, spread: 40 });
  finish(s, { grain: 0.015 });
  return s;
}

const arms = [[-118, -330], [118, -330], [-92, -400], [92, -400], [-70, -466], [70, -466]];

function pylon(s, x, y, k) {
  let d = "M-60,0L-12,-470L0,-510L12,-470L60,0M-60,0L44,-150M60,0L-44,-150M-44,-150L32,-280M44,-150L-32,-280M-32,-280H32M-44,-150H44";
  for (let i = 0; i < 6; i += 1) d += `M${-28 + i * 3},${-300 - i * 30}L${25 - i * 3},${-330 - i * 30}M${28 - i * 3},${-300 - i * 30}L${-25 + i * 3},${-330 - i * 30}`;
  for (const [ax, ay] of arms) d += `M0,${ay - 18}L${ax},${ay}L0,${ay + 6}M${ax},${ay}v26`;
  s.path(d, "none", `transform="translate(${x} ${y}) scale(${k})" stroke="${k < 0.3 ? "#8a7266" : "#2b2a30"}" stroke-width="${k < 0.3 ? 5 : 4.5}" stroke-linejoin="round"`);
}

function wires(s, towers) {
  for (let i = 0; i < towers.length - 1; i += 1) {
    const [x1, y1, k1] = towers[i], [x2, y2, k2] = towers[i + 1];
    for (const [ax, ay] of arms) {
      const a = [x1 + ax * k1, y1 + (ay + 26) * k1], b = [x2 + ax * k2, y2 + (ay + 26) * k2];
      s.path(`M${round(a[0])},${round(a[1])}Q${round((a[0] + b[0]) / 2)},${round((a[1] + b[1]) / 2 + (k1 + k2) * 40)} ${round(b[0])},${round(b[1])}`, "none", `stroke="#2b2a30" stroke-width="${round(0.8 + (k1 + k2) * 0.6)}" opacity="0.8"`);
    }
  }
}

// Pump jacks at dusk.
function pumps() {
  const s = new Scene(155), f = field(71);
  sky(s, ["0 #1f2f5c", "0.45 #7a5e84", "0.72 #e88c5a", "1 #ffcf7a"], 680);
  clouds(s, { y: 60, height: 460, colour: "#ffab7a", cover: 0.48, opacity: 0.75, seed: 14, stretch: 6 });
  sun(s, 1020, 610, 62, "#fff0c0", "#ff9e4e", 8);
  steppeland(s, f, {
    height: (x, z, d) => (f.plain(x * 0.3, z * 0.3, d) - 0.5) * 0.35, horizon: 660, sun: { x: 0.3, y: 0.14, z: 1 }, sunlight: [1.9, 1, 0.45], skylight: [0.26, 0.24, 0.34],
    haze: { near: hex("#b06a58"), sun: hex("#ffb465"), density: 0.1, start: 1.2 },
  });
  for (const [x, y, k, c] of [[1330, 690, 0.3, "#5d3a3a"], [780, 694, 0.26, "#6d4440"], [620, 690, 0.22, "#7c4f48"]]) pumpjack(s, x, y, k, c);
  pumpjack(s, 330, 850, 1.15, "#15121c");
  pumpjack(s, 1130, 760, 0.62, "#2b1d26");
  grass(s, { y: 1010, height: 80, count: 700, colours: ["#1d1614", "#2c201a", "#120d0d", "#5e3c26"], width: 2, lean: 18, spread: 34 });
  finish(s, { grain: 0.015 });
  return s;
}

function pumpjack(s, x, y, k, c) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.path("M-70,0L-8,-250H8L70,0M-46,-90H46M-26,-170H26M-70,0L46,-90M70,0L-46,-90", "none", `stroke="${c}" stroke-width="11" stroke-linejoin="round"`);
    s.path("M-230,-196L200,-290L206,-264L-224,-172Z", c);
    s.path("M196,-318C236,-300 248,-250 232,-206L204,-214C214,-246 206,-276 186,-292Z", c);
    s.line(236, -230, 236, 0, c, 4);
    s.path("M224,0V-70H248V0ZM212,-40H260V-28H212Z", c);
    s.path("M-218,-180L-196,-30", "none", `stroke="${c}" stroke-width="12"`);
    s.circle(-170, -56, 46, c);
    s.path("M-180,-50L-110,-110L-90,-86L-150,-30Z", c);
    s.path("M-300,0V-60H-120V0Z", c);
    s.rect(-330, -6, 620, 12, c);
  });
}

// A passenger train and the foothills.
function train() {
  const s = new Scene(166), f = field(26);
  sky(s, ["0 #3a79b8", "0.6 #a6cbe2", "1 #fdeccb"], 600);
  clouds(s, { y: 0, height: 430, colour: "#ffffff", cover: 0.52, opacity: 0.95, seed: 54 });
  terrain(s, {
    height: range(f, { tall: 2.4, from: 9, to: 20, hills: 0.12, u: 50, v: 2.7, sink: 0.7 }), colour: alpine(f, { snowLine: 1.1, tree: 0.8, grassy: "#b09a55", wood: "#84804a" }), eye: 0.6, horizon: 590, near: 0.8, far: 40, lens: 1500,
    sun: { x: -0.75, y: 0.5, z: -0.3 }, haze: { near: hex("#c4d2de"), sun: hex("#f2e6d0"), density: 0.032, start: 3 },
  });
  railway(s);
  for (let i = 6; i >= 0; i -= 1) coach(s, i);
  locomotive(s);
  grass(s, { y: 1010, height: 90, count: 900, colours: ["#8a7a3c", "#a8934a", "#6d6230", "#c9b165"], width: 2, lean: 18, spread: 44 });
  finish(s, { grain: 0.01, vignette: 0.38 });
  return s;
}

// The line runs from the lower left to a point on the right; t is 0 near, 1 far.
const along = (t) => {
  const k = 1 / (1 + t * 7.2);
  return { x: 1560 - 1420 * k, y: 640 + 236 * k, k };
};

function railway(s) {
  const a = along(-0.05), b = along(3);
  s.path(polygon([[a.x - 320, a.y + 62], [a.x + 200, a.y + 66], [b.x, b.y + 3], [b.x - 4, b.y]]), "#8f8574");
  s.path(polygon([[a.x - 320, a.y + 34], [a.x + 60, a.y + 40], [b.x, b.y + 1], [b.x - 4, b.y]]), "#a89c88");
}

function side(t1, t2, low, high) {
  const a = along(t1), b = along(t2);
  return polygon([[a.x, a.y - low * a.k], [b.x, b.y - low * b.k], [b.x, b.y - high * b.k], [a.x, a.y - high * a.k]]);
}

function coach(s, i) {
  const t1 = 0.17 + i * 0.3, t2 = t1 + 0.285;
  s.path(side(t1, t2, 0, 34), "#26282e");
  s.path(side(t1, t2, 30, 190), s.linear(["0 #f4f7fa", "0.45 #dfe6ec", "1 #aab4bf"]));
  s.path(side(t1, t2, 30, 70), "#1695b8");
  s.path(side(t1, t2, 70, 78), "#f0c53d");
  s.path(side(t1, t2, 188, 204), "#7d8893");
  for (let n = 0; n < 9; n += 1) {
    const w = (t2 - t1) / 10, u = t1 + w * (n + 0.62);
    s.path(side(u, u + w * 0.62, 108, 160), s.linear(["0 #6fa3c6", "1 #1f3d56"]));
  }
}

function locomotive(s) {
  const a = along(0), b = along(0.155);
  const at = (p, up) => [p.x, p.y - up * p.k];
  s.path(side(0, 0.155, -6, 40), "#1d2026");
  s.path(side(0, 0.155, 34, 214), s.linear(["0 #28b0d2", "0.55 #1585a6", "1 #0d5872"]));
  s.path(side(0, 0.155, 60, 78), "#f6cf45");
  s.path(side(0.05, 0.14, 120, 170), "#0e3a4c");
  const nose = [at(a, -6), at(a, 214), [a.x - 66, a.y - 176], [a.x - 118, a.y - 90], [a.x - 122, a.y + 16], [a.x - 100, a.y + 22]];
  s.path(polygon(nose), s.linear(["0 #1b8eae", "1 #0a465c"], 0));
  s.path(polygon([[a.x - 12, a.y - 196], [a.x - 62, a.y - 166], [a.x - 96, a.y - 104], [a.x - 14, a.y - 118]]), s.linear(["0 #cfefff", "1 #35607a"]));
  s.path(polygon([[a.x - 120, a.y - 58], [a.x, a.y - 78], [a.x, a.y - 60], [a.x - 121, a.y - 42]]), "#f6cf45");
  for (const [dx, dy] of [[-104, -28], [-26, -34]]) {
    s.circle(a.x + dx, a.y + dy, 46, s.radial(["0 #fff6d0 0.8", "1 #fff6d0 0"]));
    s.circle(a.x + dx, a.y + dy, 9, "#fffdf0");
  }
  s.path(polygon([[a.x - 130, a.y + 10], [a.x + 10, a.y + 4], [a.x, a.y + 34], [a.x - 116, a.y + 38]]), "#14161a");
  const p = along(0.1);
  s.path(`M${p.x - 30},${p.y - 214 * p.k}L${p.x + 6},${p.y - 262 * p.k}L${p.x - 24},${p.y - 300 * p.k}M${p.x - 70},${p.y - 300 * p.k}H${p.x + 26}`, "none", 'stroke="#23272d" stroke-width="4"');
}

// Cranes and a ship in a sea port.
function port() {
  const s = new Scene(177);
  const above = () => {
    sky(s, ["0 #22426f", "0.5 #8fa2b8", "0.8 #f6c48d", "1 #ffe2a8"], 700);
    clouds(s, { y: 0, height: 480, colour: "#ffd9b0", cover: 0.5, opacity: 0.85, seed: 66, stretch: 4 });
    sun(s, 330, 560, 50, "#fff5d6", "#ffbe6c", 9);
    s.path("M0,690L300,676L700,684L1100,672L1600,680V720H0Z", "#8d7f86", 'opacity="0.8"');
    quay(s);
    for (const [x, k, c] of [[930, 0.62, "#5b5563"], [1120, 0.74, "#45404f"]]) crane(s, x, 706, k, c);
    ship(s);
    crane(s, 1400, 716, 1.05, "#2c2a38");
  };
  above();
  water(s, { horizon: 716, top: "#a98f82", foot: "#1b3046", mirrored: above, mirror: 0.62, ripple: 36, glint: { x: 330, colour: "#ffdf9e", width: 70, count: 380 } });
  gulls(s);
  finish(s, { grain: 0.015 });
  return s;
}

function quay(s) {
  s.rect(760, 688, 860, 34, s.linear(["0 #6a6069", "1 #3b3742"]));
  for (let i = 0; i < 46; i += 1) {
    const x = 780 + (i % 23) * 36, row = Math.floor(i / 23);
    if (s.random() < 0.82) s.rect(x, 664 - row * 22, 34, 21, s.pick(["#a4523f", "#3f6f86", "#c49a4a", "#56734f", "#8a5a73", "#b7a58e"]), 'opacity="0.92"');
  }
}

function crane(s, x, y, k, c) {
  const d = "M-70,0L-56,-330M70,0L56,-330M-70,-4H70M-63,-160H63M-63,-160L56,-330M63,-160L-56,-330M-70,0L63,-160M70,0L-63,-160M-56,-330H56M-56,-330L-20,-470M56,-330L-20,-470M-300,-352H150M-300,-340H150M-20,-470L-290,-350M-20,-470L140,-346M-160,-340V-210M-150,-340V-210";
  s.path(d, "none", `transform="translate(${x} ${y}) scale(${k})" stroke="${c}" stroke-width="9" stroke-linejoin="round"`);
  s.path("M-176,-210H-134V-186H-176ZM84,-380H146V-340H84Z", c, `transform="translate(${x} ${y}) scale(${k})"`);
}

function ship(s) {
  s.path("M330,716L300,640H910L880,716Z", s.linear(["0 #9c3a2f", "0.55 #7a2a26", "1 #45191c"]));
  s.path("M300,640L290,618H918L910,640Z", "#29303f");
  s.path("M340,618V560H400V500H470V618Z", s.linear(["0 #fff3e0", "1 #b9aaa6"], 0));
  s.rect(380, 484, 96, 18, "#f2e3d0");
  for (let i = 0; i < 4; i += 1) s.rect(408 + i * 16, 508, 11, 12, "#2a3d55");
  s.path("M420,484V430H446V484Z", "#c9483a");
  for (let row = 0; row < 3; row += 1) for (let i = 0; i < 10; i += 1) if (row < 2 || s.random() < 0.6) s.rect(500 + i * 38, 592 - row * 27, 36, 26, s.pick(["#c05a43", "#3f7f9a", "#d6a94e", "#5f8a5a", "#93648a", "#d4c4ae"]));
}

function gulls(s) {
  for (const [x, y, k] of [[620, 300, 1], [700, 260, 0.7], [560, 380, 0.6], [820, 340, 0.8], [240, 330, 0.7]])
    s.path(`M${x - 34 * k},${y - 6 * k}q${18 * k},${-20 * k} ${34 * k},${6 * k}q${14 * k},${-26 * k} ${36 * k},${-10 * k}`, "none", `stroke="#3c3a48" stroke-width="${4 * k}" stroke-linecap="round"`);
}

// Rows of solar panels.
function solar() {
  const s = new Scene(188), f = field(80);
  sky(s, ["0 #1f6bb8", "0.7 #8cc3ea", "1 #f7ecd2"], 520);
  clouds(s, { y: 0, height: 400, colour: "#ffffff", cover: 0.46, opacity: 0.95, seed: 5 });
  sun(s, 1300, 190, 34, "#fffef2", "#fff0b8", 12);
  terrain(s, {
    height: range(f, { tall: 1.5, from: 12, to: 22, hills: 0.06, u: 22, v: 77, sink: 0.45 }), colour: alpine(f, { snowLine: 3, tree: 2, grassy: "#b89f67", wood: "#9a8150" }), eye: 0.6, horizon: 500, near: 0.7, far: 36, lens: 1500,
    sun: { x: 0.6, y: 0.6, z: 0.4 }, haze: { near: hex("#c9d8e2"), sun: hex("#f6ecd2"), density: 0.03, start: 3 },
  });
  for (let row = 0; row < 7; row += 1) panels(s, row);
  finish(s, { grain: 0.01, vignette: 0.36 });
  return s;
}

function panels(s, row) {
  const k = 0.12 * 1.52 ** row, y = 500 + 470 * k * 0.72, w = 150 * k, h = 150 * k, lean = 46 * k, count = Math.ceil(1700 / w) + 2, shift = (row * 0.37 % 1) * w;
  s.rect(0, y + 4, s.w, 26 * k, "#2c2a22", `opacity="0.5" filter="${s.blur(4 * k + 1)}"`);
  const fill = s.linear(["0 #9cc8ea", "0.22 #3f77ad", "0.6 #1a3f74", "1 #0c2148"], 100);
  let grid = "";
  for (let i = -1; i < count; i += 1) {
    const x = i * w - shift, skew = lean * ((x - 800) / 1600);
    s.line(x + w / 2, y + 20 * k, x + w / 2, y - h * 0.3, "#6d7278", 5 * k + 0.6);
    s.path(polygon([[x + 2 * k, y], [x + w - 2 * k, y], [x + w - 2 * k - skew, y - h], [x + 2 * k - skew, y - h]]), fill, `stroke="#dfe7ee" stroke-width="${round(2.4 * k + 0.3)}"`);
    for (let c = 1; c < 4; c += 1) grid += `M${round(x + (w * c) / 4)},${round(y)}L${round(x + (w * c) / 4 - skew)},${round(y - h)}`;
  }
  for (let r = 1; r < 5; r += 1) grid += `M0,${round(y - (h * r) / 5)}H1600`;
  s.path(grid, "none", `stroke="#b9d3ea" stroke-width="${round(0.8 * k + 0.3)}" opacity="0.5"`);
}

export const labour = { wheat, turbines, powerline, pumps, train, port, solar };
export { dust };
