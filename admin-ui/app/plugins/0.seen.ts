interface Seen {
  pictures: Schemas['Picture']
  tags: Schemas['Tag']
  authors: Schemas['Author']
  people: Schemas['User']
}

/** Things that passed by, by id, so that what is chosen keeps its name and its picture. */
export default defineNuxtPlugin(() => {
  const seen: { [kind in keyof Seen]: Map<number, Seen[kind]> } = {
    pictures: shallowReactive(new Map()),
    tags: shallowReactive(new Map()),
    authors: shallowReactive(new Map()),
    people: shallowReactive(new Map())
  }
  return { provide: { seen } }
})
