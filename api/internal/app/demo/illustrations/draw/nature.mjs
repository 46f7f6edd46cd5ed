// Sky, light, mountains, ground, water and the finish that every picture shares.
import { chance, curve, polygon } from "./scene.mjs";

export function sky(s, stops, height = s.h) {
  s.rect(0, 0, s.w, s.h, stops.at(-1).split(" ")[1]);
  s.rect(0, 0, s.w, height, s.linear(stops));
}

// The disc of the sun or moon with its glow.
export function sun(s, x, y, r, core, glow, reach = 9) {
  const halo = s.radial([`0 ${glow} 0.95`, `0.12 ${glow} 0.55`, `0.35 ${glow} 0.2`, `1 ${glow} 0`]);
  s.circle(x, y, r * reach, halo, 'style="mix-blend-mode:screen"');
  s.circle(x, y, r, core);
}

// Clouds from turbulence: cover 0..1 is how much of the sky they take, stretch draws them out sideways.
export function clouds(s, { y = 0, height = s.h / 2, colour = "#fff", cover = 0.5, opacity = 0.8, scale = 0.004, stretch = 3, seed = s.seed, softness = 3.2 }) {
  const cut = -softness * (1 - cover) * 0.86;
  const [r, g, b] = rgb(colour);
  const f = s.filter(
    `<feTurbulence type="fractalNoise" baseFrequency="${scale} ${scale * stretch}" numOctaves="6" seed="${seed}"/>` +
      `<feColorMatrix values="0 0 0 0 ${r} 0 0 0 0 ${g} 0 0 0 0 ${b} ${softness} 0 0 0 ${cut}"/>`,
    'x="0" y="0" width="100%" height="100%"',
  );
  const fade = s.linear(["0 #fff 0.9", "0.55 #fff 1", "1 #fff 0"]);
  const m = s.mask(`<rect x="0" y="${y}" width="${s.w}" height="${height}" fill="${fade}"/>`);
  s.add(`<g mask="${m}" opacity="${opacity}"><rect x="0" y="${y}" width="${s.w}" height="${height}" filter="${f}"/></g>`);
}

export function stars(s, count, height, colours = ["#fff", "#cfe0ff", "#ffe9c9"]) {
  for (let i = 0; i < count; i += 1) {
    const r = s.random() ** 4 * 1.9 + 0.35;
    s.circle(s.between(0, s.w), s.between(0, height), r, s.pick(colours), `opacity="${(0.25 + s.random() * 0.7).toFixed(2)}"`);
  }
}

// Fractal line: heights of n points made by summing smooth noise of rising frequency.
export function ridge(s, { y, amp, waves = 3, octaves = 7, rough = 0.5, sharp = false, seed = 1, step = 6, from = -10, to = s.w + 10 }) {
  const dice = chance(s.seed * 977 + seed);
  const tables = Array.from({ length: octaves }, () => Array.from({ length: 2048 }, () => dice()));
  const noise = (t, x) => {
    const i = Math.floor(x), f = x - i, u = f * f * (3 - 2 * f);
    const a = t[i & 2047], b = t[(i + 1) & 2047];
    return a + (b - a) * u;
  };
  const points = [];
  for (let x = from; x <= to; x += step) {
    let v = 0, gain = 1, total = 0;
    for (let o = 0; o < octaves; o += 1) {
      let n = noise(tables[o], (x / s.w) * waves * 2 ** o + 100);
      if (sharp) n = 1 - Math.abs(2 * n - 1);
      v += n * gain;
      total += gain;
      gain *= rough;
    }
    points.push([x, y - amp * (v / total - 0.5) * 2]);
  }
  return points;
}

export function land(s, points, bottom = s.h) {
  return polygon([...points, [points.at(-1)[0], bottom + 5], [points[0][0], bottom + 5]]);
}

// A range of bare rock with snow above a line: base colours, carved by light on noise.
export function mountains(s, { points, top, foot, snow = null, snowLine = 0.5, light = 225, carve = 26, seed = 7, bottom = s.h, scale = 0.006, haze = null, contrast = 1 }) {
  const shape = land(s, points, bottom);
  const high = Math.min(...points.map((p) => p[1]));
  const box = [0, high, 0, bottom];
  const clip = s.clip(shape);
  s.path(shape, s.linear([`0 ${top}`, `1 ${foot}`], 90, "userSpaceOnUse", box));
  const relief = s.filter(
    `<feTurbulence type="fractalNoise" baseFrequency="${scale} ${scale * 0.62}" numOctaves="7" seed="${seed}"/>` +
      `<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1.5 0 0 0 -0.25"/>` +
      `<feDiffuseLighting surfaceScale="${carve * 3}" diffuseConstant="1.05" lighting-color="#fff"><feDistantLight azimuth="${light}" elevation="38"/></feDiffuseLighting>` +
      `<feColorMatrix values="${contrast} 0 0 0 ${(1 - contrast) / 2} 0 ${contrast} 0 0 ${(1 - contrast) / 2} 0 0 ${contrast} 0 ${(1 - contrast) / 2} 0 0 0 1 0"/>`,
    'x="0" y="0" width="100%" height="100%"',
  );
  if (snow) snowCover(s, { clip, high, bottom, snow, snowLine, seed, scale, points });
  s.add(`<g clip-path="${clip}" style="mix-blend-mode:soft-light"><rect x="0" y="${high}" width="${s.w}" height="${bottom - high}" filter="${relief}"/></g>`);
  s.add(`<g clip-path="${clip}" style="mix-blend-mode:multiply" opacity="0.55"><rect x="0" y="${high}" width="${s.w}" height="${bottom - high}" filter="${relief}"/></g>`);
  if (haze) {
    const [colour, opacity] = haze;
    s.path(shape, s.linear([`0 ${colour} 0`, `0.45 ${colour} ${opacity * 0.35}`, `1 ${colour} ${opacity}`], 90, "userSpaceOnUse", box));
  }
}

function snowCover(s, { clip, high, bottom, snow, snowLine, seed, scale }) {
  const edge = high + (bottom - high) * snowLine;
  const patches = s.filter(
    `<feTurbulence type="fractalNoise" baseFrequency="${scale * 2.2} ${scale * 1.1}" numOctaves="6" seed="${seed + 3}" result="n"/>` +
      `<feComposite in="SourceGraphic" in2="n" operator="arithmetic" k1="0" k2="1.7" k3="1.1" k4="-1.05" result="c"/>` +
      `<feColorMatrix in="c" values="0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 7 0 0 0 -2.6"/>`,
    'x="0" y="0" width="100%" height="100%"',
  );
  const fade = s.linear(["0 #fff", "0.55 #999", "1 #000"]);
  const m = s.mask(`<g filter="${patches}"><rect x="0" y="${high}" width="${s.w}" height="${edge - high}" fill="${fade}"/></g>`);
  s.add(`<g clip-path="${clip}"><rect x="0" y="${high}" width="${s.w}" height="${edge - high}" fill="${snow}" mask="${m}"/></g>`);
}

// Rolling ground with a grassy or sandy texture, drawn out sideways.
export function ground(s, { points, top, foot, grain = 0.5, seed = 5, scale = 0.012, stretch = 5, bottom = s.h, light = 250 }) {
  const shape = land(s, points, bottom);
  const high = Math.min(...points.map((p) => p[1]));
  s.path(shape, s.linear([`0 ${top}`, `1 ${foot}`], 90, "userSpaceOnUse", [0, high, 0, bottom]));
  const f = s.filter(
    `<feTurbulence type="fractalNoise" baseFrequency="${scale} ${scale * stretch}" numOctaves="6" seed="${seed}"/>` +
      `<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/>` +
      `<feDiffuseLighting surfaceScale="14" diffuseConstant="1.1" lighting-color="#fff"><feDistantLight azimuth="${light}" elevation="48"/></feDiffuseLighting>`,
    'x="0" y="0" width="100%" height="100%"',
  );
  s.add(`<g clip-path="${s.clip(shape)}" style="mix-blend-mode:soft-light" opacity="${grain}"><rect x="0" y="${high}" width="${s.w}" height="${bottom - high}" filter="${f}"/></g>`);
}

// Blades of grass or ears along a line; leaning makes the wind.
export function grass(s, { y, height, count, colours, lean = 8, width = 1.6, spread = 20, opacity = 1, from = 0, to = s.w }) {
  const byColour = new Map(colours.map((c) => [c, []]));
  for (let i = 0; i < count; i += 1) {
    const x = s.between(from, to), base = y + s.between(-spread, spread);
    const h = height * s.between(0.5, 1.15), tip = lean * s.between(0.2, 1.6);
    byColour.get(s.pick(colours)).push(`M${x.toFixed(0)},${base.toFixed(0)}q${(tip * 0.2).toFixed(1)},${(-h * 0.6).toFixed(1)} ${tip.toFixed(1)},${(-h).toFixed(1)}`);
  }
  for (const [colour, blades] of byColour) {
    s.path(blades.join(""), "none", `stroke="${colour}" stroke-width="${width}" stroke-linecap="round" opacity="${opacity}"`);
  }
}

export function mist(s, y, height, colour, opacity = 0.6) {
  s.rect(0, y, s.w, height, s.linear([`0 ${colour} 0`, `0.5 ${colour} ${opacity}`, `1 ${colour} 0`]));
}

// Water below a horizon: mirrors what mirrored() draws, broken by ripples.
export function water(s, { horizon, top, foot, ripple = 26, mirrored = null, mirror = 0.55, glint = null, seed = 11, calm = 0.09 }) {
  s.rect(0, horizon, s.w, s.h - horizon, s.linear([`0 ${top}`, `1 ${foot}`]));
  if (mirrored) {
    const f = s.filter(
      `<feGaussianBlur stdDeviation="1.5 4" result="b"/><feTurbulence type="fractalNoise" baseFrequency="0.006 ${calm}" numOctaves="3" seed="${seed}" result="n"/>` +
        `<feDisplacementMap in="b" in2="n" scale="${ripple}" xChannelSelector="R" yChannelSelector="G"/>`,
      'x="0" y="0" width="100%" height="100%"',
    );
    s.group(`clip-path="${s.clip(`M0,${horizon}H${s.w}V${s.h}H0Z`)}" opacity="${mirror}"`, () =>
      s.group(`filter="${f}"`, () => s.group(`transform="translate(0 ${horizon * 2}) scale(1 -1)"`, mirrored)));
  }
  const waves = s.filter(
    `<feTurbulence type="fractalNoise" baseFrequency="0.008 ${calm}" numOctaves="4" seed="${seed + 1}"/>` +
      `<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/><feSpecularLighting surfaceScale="9" specularConstant="0.8" specularExponent="14" lighting-color="#fff"><feDistantLight azimuth="270" elevation="42"/></feSpecularLighting>`,
    'x="0" y="0" width="100%" height="100%"',
  );
  s.rect(0, horizon, s.w, s.h - horizon, "#fff", `filter="${waves}" style="mix-blend-mode:soft-light" opacity="0.55"`);
  if (glint) sparkle(s, horizon, glint);
}

function sparkle(s, horizon, { x, colour, width = 120, count = 420 }) {
  let d = "";
  for (let i = 0; i < count; i += 1) {
    const t = s.random() ** 1.6, y = horizon + 3 + t * (s.h - horizon) * 0.95;
    const half = width * (0.3 + t * 1.3), cx = x + (s.random() + s.random() - 1) * half, len = 4 + t * 30 * s.random();
    d += `M${cx.toFixed(0)},${y.toFixed(0)}h${len.toFixed(0)}`;
  }
  s.path(d, "none", `stroke="${colour}" stroke-width="2.2" stroke-linecap="round" opacity="0.75" style="mix-blend-mode:screen"`);
}

export function rgb(hex) {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join("") : hex.slice(1);
  return [0, 2, 4].map((i) => (parseInt(full.slice(i, i + 2), 16) / 255).toFixed(3));
}

// The darkened corners and the fine grain that make a drawing look photographed.
export function finish(s, { vignette = 0.42, grain = 0.1, warm = null } = {}) {
  if (warm) s.rect(0, 0, s.w, s.h, warm, 'style="mix-blend-mode:soft-light" opacity="0.35"');
  s.rect(0, 0, s.w, s.h, s.radial(["0.5 #000 0", `1 #000 ${vignette}`], 0.5, 0.46, 0.78));
  const noise = s.filter(
    `<feTurbulence type="fractalNoise" baseFrequency="0.75" numOctaves="2" seed="${s.seed}"/><feColorMatrix type="saturate" values="0"/>` +
      `<feComponentTransfer><feFuncA type="linear" slope="0" intercept="1"/></feComponentTransfer>`,
    'x="0" y="0" width="100%" height="100%"',
  );
  s.rect(0, 0, s.w, s.h, "#fff", `filter="${noise}" style="mix-blend-mode:overlay" opacity="${grain}"`);
}

// Smooth hills: few points, curved.
export function hills(s, y, amp, count, seed) {
  const dice = chance(s.seed * 131 + seed);
  const points = [];
  for (let i = -1; i <= count + 1; i += 1) points.push([(i / count) * s.w, y + (dice() - 0.5) * 2 * amp]);
  return `${curve(points)}L${s.w * 1.3},${s.h + 10}L${-s.w * 0.3},${s.h + 10}Z`;
}
