// Land in perspective: a height field of eroded noise, walked column by column from
// near to far ("voxel space"), lit by the sun with shadows and lost in haze.
import { dataURI } from "./png.mjs";
import { chance } from "./scene.mjs";

// Value noise with its slopes; the slopes damp the finer octaves, which looks like erosion.
export function field(seed) {
  const dice = chance(seed), size = 512, cells = new Float32Array(size * size).map(() => dice());
  const out = [0, 0, 0];
  const sample = (x, z) => {
    const i = Math.floor(x), j = Math.floor(z), f = x - i, g = z - j;
    const u = f * f * f * (f * (f * 6 - 15) + 10), v = g * g * g * (g * (g * 6 - 15) + 10);
    const du = 30 * f * f * (f * (f - 2) + 1), dv = 30 * g * g * (g * (g - 2) + 1);
    const at = (p, q) => cells[((p & 511) << 9) | (q & 511)];
    const a = at(i, j), b = at(i + 1, j), c = at(i, j + 1), d = at(i + 1, j + 1);
    const k1 = b - a, k2 = c - a, k4 = a - b - c + d;
    out[0] = a + k1 * u + k2 * v + k4 * u * v;
    out[1] = du * (k1 + k4 * v);
    out[2] = dv * (k2 + k4 * u);
    return out;
  };
  const eroded = (x, z, octaves, gain = 0.5) => {
    let sum = 0, amp = 1, dx = 0, dz = 0;
    for (let o = 0; o < octaves; o += 1) {
      const n = sample(x, z);
      dx += n[1];
      dz += n[2];
      sum += (amp * n[0]) / (1 + dx * dx + dz * dz);
      amp *= gain;
      [x, z] = [(0.8 * x - 0.6 * z) * 2, (0.6 * x + 0.8 * z) * 2];
    }
    return sum;
  };
  const plain = (x, z, octaves) => {
    let sum = 0, amp = 0.5;
    for (let o = 0; o < octaves; o += 1) {
      sum += amp * sample(x, z)[0];
      amp *= 0.5;
      [x, z] = [(0.8 * x - 0.6 * z) * 2.03, (0.6 * x + 0.8 * z) * 2.03];
    }
    return sum;
  };
  return { eroded, plain };
}

const mix = (a, b, t) => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
export const hex = (c) => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16));
export const smooth = (a, b, x) => {
  const t = Math.min(1, Math.max(0, (x - a) / (b - a)));
  return t * t * (3 - 2 * t);
};
export { mix };

// eye: height above zero. horizon: its row. lens: pixels per unit of slope.
// height(x, z, detail): the land. colour(x, y, z, steep, shade): base colour 0..255.
// sun: direction to it {x, y, z}. haze: {near, sun, density, start}; "sun" tints the haze on the sun's side.
export function terrain(s, { height, colour, eye, horizon, lens = s.w * 0.9, near = 0.6, far = 60, steps = 950, sun, haze, sunlight = [1.25, 1.12, 0.92], skylight = [0.36, 0.45, 0.6], shadowSteps = 18, centre = 0 }) {
  const { w, h } = s, rgba = new Uint8Array(w * h * 4), grow = (far / near) ** (1 / steps);
  const norm = Math.hypot(sun.x, sun.y, sun.z), sx = sun.x / norm, sy = sun.y / norm, sz = sun.z / norm;
  for (let column = 0; column < w; column += 1) {
    const slope = (column - w / 2) / lens + centre;
    let lowest = h, before = null;
    for (let z = near; z < far; z *= grow) {
      const x = slope * z, detail = Math.max(3, Math.min(11, Math.round(11 - Math.log2(z / near) * 0.55)));
      const y = height(x, z, detail), row = Math.round(horizon - ((y - eye) / z) * lens);
      if (row >= lowest) {
        before = null;
        continue;
      }
      const e = Math.max(0.004, z * 0.0016);
      const nx = (height(x - e, z, detail) - height(x + e, z, detail)) / (2 * e), nz = (height(x, z - e, detail) - height(x, z + e, detail)) / (2 * e);
      const n = Math.hypot(nx, 1, nz);
      let light = Math.max(0, (nx * sx + sy + nz * sz) / n);
      if (light > 0 && shadowSteps) light *= lit(height, x, y, z, sx, sy, sz, shadowSteps);
      const sky = 0.55 + 0.45 / n;
      const fog = 1 - Math.exp(-(Math.max(0, z - haze.start) * haze.density) * (haze.fall ? Math.exp(-Math.max(0, y) * haze.fall) : 1));
      const toward = Math.max(0, (slope * sx + sz) / Math.hypot(slope, 1)) ** 6;
      const veil = mix(haze.near, haze.sun, toward);
      const shade = (at) => {
        const base = colour(x, at, z, 1 / n);
        return mix([0, 1, 2].map((i) => base[i] * (sunlight[i] * light + skylight[i] * sky)), veil, fog);
      };
      const c = shade(y), top = Math.max(0, row);
      if (lowest - top > 4) cliff(rgba, w, column, top, lowest, (r) => shade(eye - ((r - horizon) * z) / lens));
      else fill(rgba, w, column, top, lowest, c, before);
      before = c;
      lowest = Math.max(0, row);
      if (lowest === 0) break;
    }
  }
  s.add(`<image x="0" y="0" width="${w}" height="${h}" href="${dataURI(w, h, rgba)}"/>`);
}

function lit(height, x, y, z, sx, sy, sz, steps) {
  let open = 1, t = 0.05 + z * 0.004;
  for (let i = 0; i < steps; i += 1) {
    const gap = y + sy * t - height(x + sx * t, z + sz * t, 5);
    if (gap < -0.002) return 0.06;
    open = Math.min(open, (14 * gap) / t);
    t *= 1.34;
  }
  return Math.max(0.06, Math.min(1, open));
}

// A steep face shows the colours of all the heights that it cuts.
function cliff(rgba, w, column, from, to, at) {
  for (let row = from; row < to; row += 2) fill(rgba, w, column, row, Math.min(to, row + 2), at(row), null);
}

function fill(rgba, w, column, from, to, c, before) {
  for (let row = from; row < to; row += 1) {
    const k = before ? mix(c, before, (row - from) / (to - from)) : c, at = (row * w + column) * 4;
    rgba[at] = Math.min(255, k[0]);
    rgba[at + 1] = Math.min(255, k[1]);
    rgba[at + 2] = Math.min(255, k[2]);
    rgba[at + 3] = 255;
  }
}
