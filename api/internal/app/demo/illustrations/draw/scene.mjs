// One picture being drawn: a list of definitions, a list of shapes, and a seeded
// source of chance, so that the same script always draws the same picture.

export function chance(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const round = (n) => Math.round(n * 10) / 10;

export class Scene {
  constructor(seed, width = 1600, height = 1000) {
    this.w = width;
    this.h = height;
    this.seed = seed;
    this.random = chance(seed);
    this.defs = [];
    this.body = [];
    this.ids = 0;
  }

  between(low, high) {
    return low + (high - low) * this.random();
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  id() {
    this.ids += 1;
    return `d${this.ids}`;
  }

  add(...svg) {
    this.body.push(...svg);
    return this;
  }

  define(make) {
    const id = this.id();
    this.defs.push(make(id));
    return `url(#${id})`;
  }

  // Vertical gradient from "offset colour [opacity]" stops; angle in degrees, 90 is downwards.
  linear(stops, angle = 90, units = "objectBoundingBox", box = null) {
    const r = (angle * Math.PI) / 180;
    const at = box ?? [0.5 - Math.cos(r) / 2, 0.5 - Math.sin(r) / 2, 0.5 + Math.cos(r) / 2, 0.5 + Math.sin(r) / 2];
    const [x1, y1, x2, y2] = at.map((v) => Math.round(v * 1000) / 1000);
    return this.define(
      (id) => `<linearGradient id="${id}" gradientUnits="${units}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${stopList(stops)}</linearGradient>`,
    );
  }

  radial(stops, cx = 0.5, cy = 0.5, r = 0.5) {
    return this.define((id) => `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${stopList(stops)}</radialGradient>`);
  }

  filter(inside, region = 'x="-20%" y="-20%" width="140%" height="140%"') {
    return this.define((id) => `<filter id="${id}" ${region} color-interpolation-filters="sRGB">${inside}</filter>`);
  }

  blur(x, y = x) {
    return this.filter(`<feGaussianBlur stdDeviation="${x} ${y}"/>`, 'x="-50%" y="-50%" width="200%" height="200%"');
  }

  rect(x, y, w, h, fill, extra = "") {
    return this.add(`<rect x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}" fill="${fill}" ${extra}/>`);
  }

  circle(x, y, r, fill, extra = "") {
    return this.add(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="${fill}" ${extra}/>`);
  }

  ellipse(x, y, rx, ry, fill, extra = "") {
    return this.add(`<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(rx)}" ry="${round(ry)}" fill="${fill}" ${extra}/>`);
  }

  line(x1, y1, x2, y2, stroke, width = 1, extra = "") {
    return this.add(
      `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${stroke}" stroke-width="${width}" ${extra}/>`,
    );
  }

  path(d, fill, extra = "") {
    return this.add(`<path d="${d}" fill="${fill}" ${extra}/>`);
  }

  // Everything that draw() adds, wrapped in a <g>.
  group(attributes, draw) {
    const before = this.body;
    this.body = [];
    draw();
    const inside = this.body.join("\n");
    this.body = before;
    return this.add(`<g ${attributes}>\n${inside}\n</g>`);
  }

  // A clip around a path, to be used in clip-path="...".
  clip(d) {
    return this.define((id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`);
  }

  mask(inside) {
    return this.define((id) => `<mask id="${id}" maskUnits="userSpaceOnUse" x="0" y="0" width="${this.w}" height="${this.h}">${inside}</mask>`);
  }

  svg() {
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${this.w} ${this.h}" width="${this.w}" height="${this.h}">`,
      `<defs>\n${this.defs.join("\n")}\n</defs>`,
      ...this.body,
      "</svg>",
    ].join("\n");
  }
}

function stopList(stops) {
  return stops
    .map((stop) => {
      const [offset, colour, opacity] = stop.split(" ");
      return `<stop offset="${offset}" stop-color="${colour}"${opacity ? ` stop-opacity="${opacity}"` : ""}/>`;
    })
    .join("");
}

export function polygon(points) {
  return `M${points.map(([x, y]) => `${round(x)},${round(y)}`).join("L")}Z`;
}

export function polyline(points) {
  return `M${points.map(([x, y]) => `${round(x)},${round(y)}`).join("L")}`;
}

// A smooth line through the points (Catmull-Rom as cubic Béziers).
export function curve(points) {
  const p = points;
  let d = `M${round(p[0][0])},${round(p[0][1])}`;
  for (let i = 0; i < p.length - 1; i += 1) {
    const a = p[Math.max(0, i - 1)], b = p[i], c = p[i + 1], e = p[Math.min(p.length - 1, i + 2)];
    const c1 = [b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6];
    const c2 = [c[0] - (e[0] - b[0]) / 6, c[1] - (e[1] - b[1]) / 6];
    d += `C${[...c1, ...c2, ...c].map(round).join(" ")}`;
  }
  return d;
}
