// Theatre, music, books, old stones.
import { Scene, polygon, round } from "./scene.mjs";
import { finish } from "./nature.mjs";
import { field, hex, mix, smooth } from "./terrain.mjs";
import { dataURI } from "./png.mjs";

// A cone of light from (x, y) down to a pool.
export function beam(s, x, y, poolX, poolY, half, colour, opacity = 0.4) {
  const fill = s.linear([`0 ${colour} ${opacity}`, `1 ${colour} 0`], 90, "userSpaceOnUse", [0, y, 0, poolY]);
  s.path(polygon([[x - 8, y], [x + 8, y], [poolX + half, poolY], [poolX - half, poolY]]), fill, `filter="${s.blur(10)}" style="mix-blend-mode:screen"`);
  s.ellipse(poolX, poolY, half * 1.05, half * 0.24, s.radial([`0 ${colour} ${opacity * 1.6}`, `0.6 ${colour} ${opacity * 0.8}`, `1 ${colour} 0`]), 'style="mix-blend-mode:screen"');
}

// A theatre: curtains, boards, two actors in the light, the heads of the audience.
function theatre() {
  const s = new Scene(301);
  s.rect(0, 0, 1600, 1000, "#120609");
  s.rect(190, 0, 1220, 800, s.linear(["0 #1c1830", "0.7 #46345c", "1 #7a4c62"]));
  s.circle(820, 330, 150, s.radial(["0 #fff3d0", "0.9 #ffd58c", "1 #ffc76a"]));
  s.circle(820, 330, 420, s.radial(["0 #ffd58c 0.5", "1 #ffd58c 0"]), 'style="mix-blend-mode:screen"');
  s.path("M190,640L420,500L560,580L760,440L960,590L1120,510L1410,650V800H190Z", "#2b2145");
  s.path("M190,700L480,600L740,680L1010,590L1410,710V800H190Z", "#1b1530");
  s.path("M150,1000L250,690H1350L1450,1000Z", s.linear(["0 #8a5a3a", "0.4 #6b4029", "1 #2c170e"]));
  for (let i = -9; i <= 9; i += 1) s.line(800 + i * 62, 690, 800 + i * 100, 1000, "#2c170e", 2, 'opacity="0.5"');
  beam(s, 420, -20, 640, 790, 180, "#ffe6b0", 0.45);
  beam(s, 1210, -20, 970, 800, 170, "#bcd4ff", 0.4);
  actor(s, 640, 800, 1.05, "#2a1016", 1, "M-24,-254C-26,-286 -10,-330 2,-350C14,-330 30,-286 28,-254C12,-266 -8,-266 -24,-254Z");
  actor(s, 960, 806, 1.1, "#10142a", -1, "M-36,-246C-42,-266 -34,-276 -26,-276C-18,-300 20,-300 30,-276C40,-276 44,-264 38,-246C14,-256 -12,-256 -36,-246Z");
  drapes(s);
  audience(s);
  finish(s, { grain: 0.02, vignette: 0.6 });
  return s;
}

// A long robe, a raised arm, a headdress of the given outline.
function actor(s, x, y, k, c, facing, hat) {
  s.group(`transform="translate(${x} ${y}) scale(${k * facing} ${k})"`, () => {
    s.ellipse(-14, 2, 90, 12, "#000", `opacity="0.6" filter="${s.blur(5)}"`);
    s.path("M-66,0C-52,-80 -44,-140 -34,-196C-30,-214 -14,-220 0,-220C16,-220 28,-212 32,-194C44,-140 56,-70 72,0Z", c);
    s.path("M22,-206C60,-216 92,-246 118,-286L132,-276C116,-226 80,-178 34,-166Z", c);
    s.path("M-30,-200C-52,-180 -60,-140 -52,-96L-34,-100C-34,-140 -26,-160 -12,-176Z", c);
    s.circle(126, -288, 11, c);
    s.circle(2, -246, 25, c);
    s.path(hat, c);
    s.path("M34,-194C48,-130 58,-70 74,0L60,0C50,-70 40,-130 28,-190Z", "#ffd9a0", 'opacity="0.5"');
  });
}

function drapes(s) {
  for (const side of [0, 1]) {
    s.group(side ? 'transform="translate(1600 0) scale(-1 1)"' : "", () => {
      for (let i = 0; i < 7; i += 1) {
        const x = i * 48, fold = s.linear(["0 #4d0a14", "0.35 #c0263a", "0.55 #93172a", "1 #3a0610"], 0);
        s.path(`M${x - 10},-10H${x + 52}C${x + 66},300 ${x + 20 - i * 8},560 ${x + 24 - i * 16},1010H${x - 50 - i * 12}C${x - 20 - i * 6},560 ${x - 24},300 ${x - 10},-10Z`, fold);
      }
      s.path("M-10,560C90,640 190,640 262,556L270,590C190,676 80,676 -10,600Z", "#d9a441", 'opacity="0.9"');
    });
  }
  for (let i = 0; i < 9; i += 1) s.path(`M${i * 190 - 60},-10H${i * 190 + 180}Q${i * 190 + 60},190 ${i * 190 - 60},-10Z`, s.linear(["0 #6d0f1d", "0.6 #b32136", "1 #57101c"]));
  s.rect(0, -6, 1600, 36, "#d0993a", 'opacity="0.85"');
}

function audience(s) {
  for (let row = 0; row < 3; row += 1) for (let i = 0; i < 19 - row * 2; i += 1) {
    const k = 0.8 + row * 0.34, x = i * (92 + row * 16) + (row % 2) * 40 + s.between(-12, 12), y = 900 + row * 62;
    s.path(`M${x - 44 * k},${y + 120}C${x - 44 * k},${y + 40 * k} ${x - 20 * k},${y + 34 * k} ${x},${y + 32 * k}C${x + 20 * k},${y + 34 * k} ${x + 44 * k},${y + 40 * k} ${x + 44 * k},${y + 120}Z`, ["#1c0d14", "#12080d", "#080406"][row]);
    s.ellipse(x, y + 8, 22 * k, 27 * k, ["#1f0f16", "#140a0f", "#080406"][row]);
    s.path(`M${x - 18 * k},${y - 8 * k}Q${x},${y - 26 * k} ${x + 18 * k},${y - 8 * k}`, "none", 'stroke="#e0a070" stroke-width="2" opacity="0.35"');
  }
}

// A dombra leaning in warm light, upright.
function dombra() {
  const s = new Scene(312, 1200, 1500);
  s.rect(0, 0, 1200, 1500, s.linear(["0 #38150f", "0.5 #7d3518", "1 #2a0f0a"], 60));
  s.circle(720, 620, 900, s.radial(["0 #ffb35c 0.75", "0.5 #d8702c 0.3", "1 #d8702c 0"]));
  ornament(s);
  s.path("M0,1330H1200V1500H0Z", s.linear(["0 #5d2a14", "1 #220c06"]));
  s.ellipse(690, 1372, 420, 46, "#120502", `opacity="0.7" filter="${s.blur(20)}"`);
  s.group('transform="translate(640 900) rotate(17)"', () => instrument(s));
  beam(s, 300, -60, 640, 1390, 420, "#ffd9a0", 0.32);
  for (let i = 0; i < 140; i += 1) s.circle(s.between(100, 1100), s.between(60, 1300), s.between(0.8, 3.4), "#ffdfa8", `opacity="${s.between(0.1, 0.5).toFixed(2)}"`);
  finish(s, { grain: 0.02, vignette: 0.6 });
  return s;
}

// Ram's-horn pattern behind, tone on tone.
function ornament(s) {
  const horn = "M0,0C-46,-10 -84,-50 -78,-92C-74,-122 -40,-132 -24,-110C-12,-94 -22,-72 -42,-76M0,0C46,-10 84,-50 78,-92C74,-122 40,-132 24,-110C12,-94 22,-72 42,-76M0,0V-60M0,0C-46,10 -84,50 -78,92C-74,122 -40,132 -24,110C-12,94 -22,72 -42,76M0,0C46,10 84,50 78,92C74,122 40,132 24,110C12,94 22,72 42,76";
  for (let y = 0; y < 7; y += 1) for (let x = 0; x < 6; x += 1) s.path(horn, "none", `transform="translate(${x * 240 + (y % 2) * 120 - 20} ${y * 240 + 20}) scale(0.85)" stroke="#ffc27a" stroke-width="12" stroke-linecap="round" opacity="0.13"`);
}

function instrument(s) {
  s.path("M0,470C-170,470 -236,340 -206,200C-184,96 -96,20 -34,-60H34C96,20 184,96 206,200C236,340 170,470 0,470Z", s.linear(["0 #8f4a1c", "0.35 #d98b3f", "0.6 #f0b766", "1 #8a4519"], 0));
  s.path("M0,446C-150,446 -212,332 -184,204C-164,112 -84,40 -26,-40H26C84,40 164,112 184,204C212,332 150,446 0,446Z", s.radial(["0 #ffe0a0", "0.6 #e9aa58", "1 #b46a2a"], 0.42, 0.42, 0.75));
  for (let i = -7; i <= 7; i += 1) s.path(`M${i * 24},${430 - i * i * 3}C${i * 26},300 ${i * 20},160 ${i * 4},-10`, "none", 'stroke="#9a5a22" stroke-width="2" opacity="0.28"');
  s.circle(0, 190, 24, "#2b1006");
  s.circle(0, 190, 40, "none", 'stroke="#7d3c14" stroke-width="5" stroke-dasharray="6 8"');
  s.path("M-24,-40V-640H24V-40Z", s.linear(["0 #4d210d", "0.4 #a35a26", "0.7 #7a3c17", "1 #3a1708"], 0));
  for (let i = 0; i < 12; i += 1) s.rect(-26, -70 - i * 46 + i * i * 0.6, 52, 5, "#f3d9a4", 'opacity="0.85"');
  s.path("M-30,-636C-46,-700 -44,-780 -26,-830C-8,-850 8,-850 26,-830C44,-780 46,-700 30,-636Z", s.linear(["0 #6a3013", "0.5 #b9702f", "1 #57250e"], 0));
  for (const [x, y] of [[-52, -770], [52, -716]]) {
    s.rect(Math.min(x, 0), y - 7, Math.abs(x), 14, "#2d1206");
    s.ellipse(x, y, 13, 22, "#3c190a");
  }
  for (const x of [-9, 9]) s.line(x, -800, x * 1.7, 392, "#fff3cf", 2.6, 'opacity="0.95"');
  s.path("M-52,372L52,372L44,392H-44Z", "#3a1708");
  s.path("M-150,330C-180,250 -150,140 -70,50", "none", `stroke="#fff6dc" stroke-width="12" stroke-linecap="round" opacity="0.35" filter="${s.blur(6)}"`);
}

// Shelves of old books around a reading lamp.
function library() {
  const s = new Scene(323);
  s.rect(0, 0, 1600, 1000, "#1c0f09");
  for (let row = 0; row < 5; row += 1) shelf(s, 196 * (row + 1) - 10, 168);
  s.rect(0, 0, 1600, 1000, s.radial(["0 #ffb85a 0.15", "0.35 #3a1a08 0.35", "1 #0c0502 0.92"], 0.56, 0.6, 0.66));
  s.circle(900, 560, 620, s.radial(["0 #ffd690 0.75", "0.4 #ffb45a 0.25", "1 #ffb45a 0"]), 'style="mix-blend-mode:screen"');
  s.path("M-10,840H1610V1010H-10Z", s.linear(["0 #6d3b1c", "0.2 #4b260f", "1 #1d0d05"]));
  s.ellipse(880, 862, 620, 60, s.radial(["0 #ffdf9e 0.7", "1 #ffdf9e 0"]), 'style="mix-blend-mode:screen"');
  lamp(s, 1010, 846);
  openBook(s, 660, 852);
  for (let i = 0; i < 3; i += 1) s.path(`M${1190 + i * 8},${846 - i * 44}h250v-40h-250q-14,20 0,40Z`, ["#7c2f24", "#2f5a4c", "#b18434"][i]);
  finish(s, { grain: 0.02, vignette: 0.55 });
  return s;
}

function shelf(s, y, h) {
  const covers = ["#7c2d22", "#274a46", "#b0813a", "#3d3355", "#6a4a2b", "#8f5a2c", "#2b4a6a", "#55301e", "#a3412f", "#4c5a3a"];
  for (let x = 10; x < 1600; ) {
    if (s.random() < 0.05) {
      x += s.between(20, 60);
      continue;
    }
    const w = s.between(18, 46), tall = h * s.between(0.66, 0.96), c = s.pick(covers), tilt = s.random() < 0.05 ? s.between(4, 9) : 0;
    s.group(tilt ? `transform="rotate(${-tilt} ${round(x + w)} ${y})"` : "", () => {
      s.rect(x, y - tall, w, tall, s.linear(["0 #000 0.45", "0.3 #fff 0.16", "0.7 #000 0.05", "1 #000 0.5"], 0), `style="background:${c}"`);
      s.body.splice(s.body.length - 1, 0, `<rect x="${round(x)}" y="${round(y - tall)}" width="${round(w)}" height="${round(tall)}" fill="${c}"/>`);
      for (const k of [0.12, 0.16, 0.8]) s.rect(x + 2, y - tall + tall * k, w - 4, 3, "#e0b45e", 'opacity="0.7"');
      if (w > 30) s.rect(x + w * 0.25, y - tall * 0.7, w * 0.5, tall * 0.26, "#e7c98c", 'opacity="0.35"');
    });
    x += w + 1;
  }
  s.rect(0, y, 1600, 16, s.linear(["0 #8a5126", "1 #3a1d0c"]));
  s.rect(0, y + 16, 1600, 26, s.linear(["0 #000 0.75", "1 #000 0"]));
}

function lamp(s, x, y) {
  s.path(`M${x - 70},${y}q70,-34 140,0Z`, "#9a7430");
  s.rect(x - 7, y - 260, 14, 250, s.linear(["0 #6a4c1a", "0.5 #f0cf7a", "1 #6a4c1a"], 0));
  s.path(`M${x - 150},${y - 230}C${x - 130},${y - 320} ${x + 130},${y - 320} ${x + 150},${y - 230}Z`, s.linear(["0 #0f5a48", "0.6 #2aa280", "1 #c9f2c0"]));
  s.ellipse(x, y - 230, 150, 15, "#fff2c6");
  s.path(`M${x - 146},${y - 226}L${x - 420},${y + 20}H${x + 400}L${x + 146},${y - 226}Z`, s.linear(["0 #ffe6a8 0.5", "1 #ffe6a8 0"]), `filter="${s.blur(14)}" style="mix-blend-mode:screen"`);
}

function openBook(s, x, y) {
  s.ellipse(x, y + 44, 300, 26, "#140803", `opacity="0.7" filter="${s.blur(10)}"`);
  s.path(`M${x},${y + 30}C${x - 80},${y - 14} ${x - 210},${y - 12} ${x - 280},${y + 16}L${x - 300},${y + 50}C${x - 200},${y + 20} ${x - 80},${y + 24} ${x},${y + 62}Z`, s.linear(["0 #d8b98a", "1 #fff1d0"], 0));
  s.path(`M${x},${y + 30}C${x + 80},${y - 14} ${x + 210},${y - 12} ${x + 280},${y + 16}L${x + 300},${y + 50}C${x + 200},${y + 20} ${x + 80},${y + 24} ${x},${y + 62}Z`, s.linear(["0 #e2c698", "1 #fff6dc"], 0));
  for (let i = 0; i < 5; i += 1) for (const side of [-1, 1]) s.path(`M${x + side * 36},${y + 24 + i * 6}C${x + side * 100},${y + i * 6} ${x + side * 200},${y + 2 + i * 6} ${x + side * 262},${y + 18 + i * 6}`, "none", 'stroke="#6a4a2a" stroke-width="2" opacity="0.5" stroke-dasharray="30 7 46 9"');
}

// Figures pecked into a dark rock: a sun-headed being, ibexes, a rider.
function petroglyphs() {
  const s = new Scene(334), f = field(90), { w, h } = s, rgba = new Uint8Array(w * h * 4);
  const dark = hex("#3b241b"), rust = hex("#8a4f33"), sand = hex("#b98559");
  const relief = (x, y) => f.eroded(x * 2.2, y * 3, 8) + Math.abs(f.plain(x * 1.3 + 5, y * 1.3, 6) - 0.45) * 1.7;
  for (let py = 0; py < h; py += 1) for (let px = 0; px < w; px += 1) {
    const x = px / 500, y = py / 500, v = relief(x, y), light = 1 + (relief(x + 0.006, y + 0.006) - v) * 9;
    const c = mix(mix(dark, rust, smooth(0.5, 1.3, v)), sand, smooth(0.52, 0.66, f.plain(x * 1.7, y * 1.7 + 9, 5)) * 0.6);
    for (let i = 0; i < 3; i += 1) rgba[(py * w + px) * 4 + i] = Math.max(0, Math.min(255, c[i] * light));
    rgba[(py * w + px) * 4 + 3] = 255;
  }
  s.add(`<image width="${w}" height="${h}" href="${dataURI(w, h, rgba)}"/>`);
  const worn = s.filter(
    `<feTurbulence type="fractalNoise" baseFrequency="0.16" numOctaves="3" seed="3" result="n"/><feDisplacementMap in="SourceGraphic" in2="n" scale="9" result="d"/>` +
      `<feColorMatrix in="n" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2.6 0 0 0 -0.55" result="a"/><feComposite in="d" in2="a" operator="in"/>`,
  );
  s.group(`filter="${worn}" opacity="0.95"`, () => figures(s));
  s.rect(0, 0, w, h, s.linear(["0 #ffd9a0 0.35", "0.5 #ffb870 0.05", "1 #120804 0.6"], 35));
  finish(s, { grain: 0.008, vignette: 0.55 });
  return s;
}

function figures(s) {
  const c = "#f6d9a6";
  s.group('transform="translate(800 520)"', () => {
    s.circle(0, -190, 92, "none", `stroke="${c}" stroke-width="16"`);
    s.circle(0, -190, 46, "none", `stroke="${c}" stroke-width="12"`);
    for (let i = 0; i < 20; i += 1) {
      const a = (i * Math.PI) / 10;
      s.line(112 * Math.cos(a), -190 + 112 * Math.sin(a), 158 * Math.cos(a), -190 + 158 * Math.sin(a), c, 12, 'stroke-linecap="round"');
      s.circle(180 * Math.cos(a), -190 + 180 * Math.sin(a), 7, c);
    }
    s.path("M0,-92V110M0,-40L-110,20L-130,90M0,-40L110,20L130,90M0,110L-64,250M0,110L64,250", "none", `stroke="${c}" stroke-width="20" stroke-linecap="round" stroke-linejoin="round"`);
  });
  for (const [x, y, k] of [[250, 420, 1], [400, 700, 0.8], [1270, 380, -1.1], [1400, 690, -0.85], [200, 830, 0.55], [1120, 840, -0.6]]) ibex(s, x, y, k, c);
}

function ibex(s, x, y, k, c) {
  s.path("M-80,60V-10L70,-20L92,-70L128,-62M-80,-10L-104,-30M-40,-6V60M40,-14V60M76,-20V60M100,-72C90,-150 20,-190 -50,-150C-20,-140 30,-130 66,-90", "none", `transform="translate(${x} ${y}) scale(${k} ${Math.abs(k)})" stroke="${c}" stroke-width="17" stroke-linecap="round" stroke-linejoin="round"`);
}

// A projector's beam in a dark cinema.
function cinema() {
  const s = new Scene(345);
  s.rect(0, 0, 1600, 1000, s.linear(["0 #0a0d18", "1 #151022"]));
  s.path("M200,120H1400V610H200Z", s.linear(["0 #233d6d", "0.5 #b7838c", "0.8 #ffcf94", "1 #6d4b4a"]));
  s.path("M200,470L420,380L600,450L820,340L1010,460L1210,390L1400,470V610H200Z", "#3b2f55");
  s.path("M200,530C500,500 700,560 1000,520C1200,500 1300,530 1400,520V610H200Z", "#1f1a33");
  s.path("M760,520l16,-46l18,8l10,36l34,-4l-8,22l-8,20h-10v-20l-30,2v18h-10v-20Z", "#0d0a1a");
  s.circle(1000, 340, 40, "#fff3cf");
  s.circle(1000, 340, 220, s.radial(["0 #ffe0a4 0.7", "1 #ffe0a4 0"]), 'style="mix-blend-mode:screen"');
  s.rect(200, 120, 1200, 490, "none", 'stroke="#000" stroke-width="10"');
  s.path("M1560,-30L200,120V610Z", s.linear(["0 #cfe0ff 0", "1 #cfe0ff 0.5"], 0), `style="mix-blend-mode:screen" filter="${s.blur(8)}" opacity="0.5"`);
  s.path("M1560,-30L1400,120L200,610L1400,610Z", s.linear(["0 #ffe6c4 0", "1 #ffe6c4 0.6"], 0), `style="mix-blend-mode:screen" filter="${s.blur(8)}" opacity="0.4"`);
  for (let i = 0; i < 260; i += 1) s.circle(s.between(300, 1550), s.between(20, 600), s.between(0.5, 2), "#fff", `opacity="${s.between(0.08, 0.45).toFixed(2)}"`);
  for (let row = 0; row < 4; row += 1) seats(s, row);
  finish(s, { grain: 0.03, vignette: 0.5 });
  return s;
}

function seats(s, row) {
  const k = 0.55 + row * 0.24, y = 700 + row * 84, w = 118 * k;
  for (let x = (row % 2) * -w * 0.5 - 20; x < 1640; x += w + 10) {
    if (s.random() < 0.6) {
      s.ellipse(x + w / 2, y - 46 * k, 27 * k, 33 * k, ["#241a33", "#1a1226", "#110b19", "#09060e"][row]);
      s.path(`M${round(x + w / 2 - 22 * k)},${round(y - 60 * k)}q${round(22 * k)},${round(-28 * k)} ${round(44 * k)},0`, "none", 'stroke="#ffcf9e" stroke-width="2" opacity="0.4"');
    }
    s.path(`M${round(x)},${y + 120}V${round(y)}q0,${round(-26 * k)} ${round(26 * k)},${round(-26 * k)}h${round(w - 52 * k)}q${round(26 * k)},0 ${round(26 * k)},${round(26 * k)}V${y + 120}Z`, s.linear([`0 ${["#6b2436", "#531a2a", "#3a111d", "#210910"][row]}`, `1 ${["#30101c", "#240b15", "#17060d", "#0b0306"][row]}`]));
  }
}

export const stage = { theatre, dombra, library, petroglyphs, cinema };
