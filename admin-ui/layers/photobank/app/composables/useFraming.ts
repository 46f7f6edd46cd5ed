type Picture = Schemas['Picture']
type Name = Schemas['CropName']

/** What the framing editor is about to change: the focal point, or one of the crops. */
export type FramingPart = 'focus' | Name

/** The framing of a picture as one edits it: kept here until it is saved, also over somebody else's change. */
export function useFraming(first: Picture) {
  const api = useApi()
  const { pending, problem, run } = useSubmit()
  const picture = shallowRef(first)
  const draft = ref<Draft>(draftOf(first))
  const part = ref<FramingPart>('focus')
  /** What somebody else saved meanwhile, until one decides. */
  const theirs = shallowRef<Picture>()
  const dirty = computed(() => !sameDraft(draft.value, draftOf(picture.value)))
  const size = computed<PixelSize>(() => ({ width: picture.value.width, height: picture.value.height }))
  const focus = computed(() => draft.value.focus ?? { x: 0.5, y: 0.5 })

  const areaOf = (name: Name) => draft.value.crops[name] ?? autoArea(size.value, name, draft.value.focus)
  const isChosen = (name: Name) => draft.value.crops[name] !== undefined
  const setFocus = (point?: Schemas['Point']) => { draft.value = { ...draft.value, focus: point && pointWithin(point) } }
  const setArea = (name: Name, area?: Schemas['Rectangle']) => { draft.value = { ...draft.value, crops: { ...draft.value.crops, [name]: area } } }

  const send = (version: number) => answer(api.PUT('/pictures/{id}/framing', { params: { path: { id: first.id } }, body: framingOf(draft.value, version) }))

  async function save(): Promise<Picture | undefined> {
    theirs.value = undefined
    const saved = await run(() => send(picture.value.version))
    if (saved) return take(saved)
    return problem.value?.code === 'photobank.version_stale' ? meet() : undefined
  }

  /** Somebody changed the picture. Where the framing is as it was, nothing stands against mine. */
  async function meet(): Promise<Picture | undefined> {
    const now = await run(() => answer(api.GET('/pictures/{id}', { params: { path: { id: first.id } } })))
    if (!now) return undefined
    const untouched = sameDraft(draftOf(now), draftOf(picture.value))
    picture.value = now
    if (!untouched) {
      theirs.value = now
      return undefined
    }
    const saved = await run(() => send(now.version))
    return saved && take(saved)
  }

  function take(saved: Picture): Picture {
    picture.value = saved
    draft.value = draftOf(saved)
    return saved
  }

  /** Ends the conflict by what the other one saved. */
  function takeTheirs(): void {
    if (theirs.value) take(theirs.value)
    theirs.value = undefined
  }

  return { picture, draft, part, dirty, size, focus, areaOf, isChosen, setFocus, setArea, pending, problem, theirs, save, takeTheirs }
}

/** The framing under way, as the editor's parts share it. */
export type FramingDraft = ReturnType<typeof useFraming>
