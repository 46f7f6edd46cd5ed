type Point = Schemas['Point']
type Area = Schemas['Rectangle']
type Name = Schemas['CropName']

/** The sides of a picture in pixels, upright. */
export interface PixelSize { width: number, height: number }

/** The crops and their proportions, as the server has them; of the social card also its size in pixels. */
export const proportions: Record<Name, PixelSize> = {
  '16:9': { width: 16, height: 9 },
  '4:3': { width: 4, height: 3 },
  '1:1': { width: 1, height: 1 },
  'social': { width: 1200, height: 630 }
}

/** The crops in the order in which they are shown. */
export const cropNames = Object.keys(proportions) as Name[]

/** No crop is narrower or lower than this share of the largest one: beyond, nothing can be seen of it. */
const leastShare = 0.1

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most)

/** The largest area of the proportion that the picture has room for: all of its width or all of its height. */
function largest(picture: PixelSize, { width, height }: PixelSize): { width: number, height: number } {
  const [wanted, is] = [width * picture.height, height * picture.width]
  return is > wanted ? { width: wanted / is, height: 1 } : { width: 1, height: is / wanted }
}

/**
 * The area that the server takes where nobody chose one: the largest of the proportion, with
 * the focus as near to its middle as the picture's edges allow.
 */
export function autoArea(picture: PixelSize, name: Name, focus: Point = { x: 0.5, y: 0.5 }): Area {
  const { width, height } = largest(picture, proportions[name])
  return {
    x: within(focus.x - width / 2, 0, 1 - width),
    y: within(focus.y - height / 2, 0, 1 - height),
    width,
    height
  }
}

/** The area moved by shares of the picture, as far as the picture reaches. */
export function movedArea(area: Area, dx: number, dy: number): Area {
  return { ...area, x: within(area.x + dx, 0, 1 - area.width), y: within(area.y + dy, 0, 1 - area.height) }
}

/** Which side of an area stays where it is when its size changes: its start, its middle or its end. */
export interface Anchor { x: 0 | 0.5 | 1, y: 0 | 0.5 | 1 }

/** The area at another width in its proportion; its anchor stays where it is as far as the picture reaches. */
export function sizedArea(picture: PixelSize, name: Name, area: Area, width: number, anchor: Anchor = { x: 0.5, y: 0.5 }): Area {
  const most = largest(picture, proportions[name])
  const share = within(width / most.width, leastShare, 1)
  const size = { width: most.width * share, height: most.height * share }
  const x = area.x + (area.width - size.width) * anchor.x
  const y = area.y + (area.height - size.height) * anchor.y
  return movedArea({ x, y, ...size }, 0, 0)
}

/**
 * The area after the corner that lies across the anchor was pulled to a point; it grows no
 * further than the anchor allows, so that the anchor stays.
 */
export function pulledArea(picture: PixelSize, name: Name, area: Area, to: Point, anchor: Anchor): Area {
  const fixed = { x: area.x + area.width * anchor.x, y: area.y + area.height * anchor.y }
  const room = { width: anchor.x ? fixed.x : 1 - fixed.x, height: anchor.y ? fixed.y : 1 - fixed.y }
  const most = largest(picture, proportions[name])
  const ratio = most.width / most.height
  const wanted = Math.max(anchor.x ? fixed.x - to.x : to.x - fixed.x, (anchor.y ? fixed.y - to.y : to.y - fixed.y) * ratio)
  return sizedArea(picture, name, area, Math.min(wanted, room.width, room.height * ratio), anchor)
}

/** A place as far as the picture reaches, to a ten-thousandth: nobody points any closer. */
export const pointWithin = ({ x, y }: Point): Point => ({ x: Math.round(within(x, 0, 1) * 1e4) / 1e4, y: Math.round(within(y, 0, 1) * 1e4) / 1e4 })

/** What a crop has of the original, in pixels. */
export function cutSize(picture: PixelSize, area: Area): PixelSize {
  return { width: Math.round(area.width * picture.width), height: Math.round(area.height * picture.height) }
}

/** Whether the area is of the crop's proportion within a pixel, as the server wants it. */
export function fits(picture: PixelSize, name: Name, area: Area): boolean {
  const { width, height } = proportions[name]
  const inside = area.x >= 0 && area.y >= 0 && area.x + area.width <= 1 + 1e-9 && area.y + area.height <= 1 + 1e-9
  return inside && Math.abs(area.width * picture.width * height / width - area.height * picture.height) <= 1
}

/** How a picture lies behind a window that shows the area: the style of the image in it. */
export function windowStyle({ x, y, width, height }: Area): Record<string, string> {
  const share = (value: number) => `${(100 * value).toFixed(4)}%`
  return { width: share(1 / width), height: share(1 / height), left: share(-x / width), top: share(-y / height) }
}

/** A framing as one edits it: a crop that nobody chose is not in it. */
export interface Draft { focus?: Point, crops: Partial<Record<Name, Area>> }

/** The framing that a picture has. */
export function draftOf(picture: Pick<Schemas['Picture'], 'focus' | 'crops'>): Draft {
  const chosen = picture.crops.filter(crop => crop.chosen).map(crop => [crop.name, { ...crop.area }])
  return { focus: picture.focus && { ...picture.focus }, crops: Object.fromEntries(chosen) }
}

/** Whether two framings say the same. */
export function sameDraft(a: Draft, b: Draft): boolean {
  const text = ({ focus, crops }: Draft) => JSON.stringify([focus && [focus.x, focus.y], cropNames.map((name) => {
    const area = crops[name]
    return area && [area.x, area.y, area.width, area.height]
  })])
  return text(a) === text(b)
}

/** What the server is told. */
export function framingOf({ focus, crops }: Draft, version: number): Schemas['Framing'] {
  return { version, ...focus && { focus }, crops: cropNames.flatMap(name => crops[name] ? [{ name, area: crops[name] }] : []) }
}
