import type { Component } from 'vue'
import DataForm from './DataForm.vue'
import FocusForm from './FocusForm.vue'
import HtmlForm from './HtmlForm.vue'
import LeadForm from './LeadForm.vue'
import LinksForm from './LinksForm.vue'
import ListForm from './ListForm.vue'
import MostReadForm from './MostReadForm.vue'
import PhotoStoryForm from './PhotoStoryForm.vue'
import RubricForm from './RubricForm.vue'
import TagForm from './TagForm.vue'
import VideoForm from './VideoForm.vue'

/** What the arranger knows of a kind of block. */
interface Kind {
  icon: string
  /** Its form; props are those of a BlockForm. */
  form: Component
  /** How a new one begins. */
  begin: Omit<Block, 'id' | 'kind'>
  /** What somebody needs for it beside the right to arrange. */
  permission?: string
}

/** All kinds, in the order of the palette: a new one is its form and a line here, and its name in the locale files. */
export const kinds: Record<BlockKind, Kind> = {
  lead: { icon: 'i-lucide-newspaper', form: LeadForm, begin: { rule: { from: 'newest' } } },
  list: { icon: 'i-lucide-layout-list', form: ListForm, begin: { rule: { from: 'newest' } } },
  most_read: { icon: 'i-lucide-flame', form: MostReadForm, begin: { rule: { from: 'most_read', hours: 24 } } },
  rubric: { icon: 'i-lucide-folder', form: RubricForm, begin: { rule: { from: 'rubric' } } },
  tag: { icon: 'i-lucide-tag', form: TagForm, begin: { rule: { from: 'tag' } } },
  focus: { icon: 'i-lucide-hash', form: FocusForm, begin: {} },
  photo_story: { icon: 'i-lucide-images', form: PhotoStoryForm, begin: { rule: { from: 'newest' } } },
  video: { icon: 'i-lucide-circle-play', form: VideoForm, begin: {} },
  links: { icon: 'i-lucide-link', form: LinksForm, begin: {} },
  data: { icon: 'i-lucide-chart-no-axes-column', form: DataForm, begin: {} },
  html: { icon: 'i-lucide-code-xml', form: HtmlForm, begin: {}, permission: 'blocks.html' }
}

/** Which kinds there are. */
export const kindNames = Object.keys(kinds) as BlockKind[]

/** A new block of a kind. */
export const newBlock = (kind: BlockKind): Block => ({ id: newBlockId(), kind, ...kinds[kind].begin })
