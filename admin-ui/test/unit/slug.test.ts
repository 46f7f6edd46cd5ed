import { describe, expect, it } from 'vitest'
import { isMadeFrom, slugFrom } from '../../layers/news/app/utils/slug'

describe('the slug that a title will get', () => {
  // The same examples as in api/internal/platform/slug.
  it.each([
    ['Қазақстанда интернеттегі алаяқтық дерегі 4-ке көбейді', 'qazaqstanda-internettegi-alayaqtyq-deregi-4-ke-kobeydi'],
    ['Казахстанцев бесплатно обучат применению ИИ в жизни', 'kazahstantsev-besplatno-obuchat-primeneniyu-ii-v-zhizni'],
    ['Полный текст проекта новой Конституции', 'polnyy-tekst-proekta-novoy-konstitutsii'],
    ['Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі', 'aa-gg-qq-nn-oo-uu-uu-hh-ii'],
    ['абвгдеёжзийклмнопрстуфхцчшщъыьэюя', 'abvgdeyozhziyklmnoprstufhtschshschyeyuya'],
    ['Подъём объёмов и вьюга', 'podyom-obyomov-i-vyuga'],
    ['Семья Обамы приобрела дом за 8,1 млн долларов', 'semya-obamy-priobrela-dom-za-8-1-mln-dollarov'],
    ['  «Бәйтерек» — 25 жыл!!! ', 'bayterek-25-zhyl'],
    ['д\'Артаньян и д’Арк', 'dartanyan-i-dark'],
    ['🇰🇿 Жеңіс 🎉🎉 күні 👩‍🚀', 'zhenis-kuni'],
    ['Қaзaқcтaн', 'qazaqstan'],
    ['IT-компания Cisco', 'it-kompaniya-cisco'],
    ['COVIDтен', 'covidten'],
    ['---', ''],
    ['', '']
  ])('%s', (title, slug) => {
    expect(slugFrom(title)).toBe(slug)
    expect(slugFrom(title.normalize('NFD'))).toBe(slug)
  })

  it('is cut between words', () => {
    const slug = slugFrom('Қазақстан жаңалықтары '.repeat(50))
    expect(slug.length).toBeLessThanOrEqual(90)
    expect(slug).toMatch(/-(qazaqstan|zhanalyqtary)$/)
  })

  it('is known again, with the number of a twin', () => {
    expect(isMadeFrom('zhana-mektep', 'Жаңа мектеп')).toBe(true)
    expect(isMadeFrom('zhana-mektep-214', 'Жаңа мектеп')).toBe(true)
    expect(isMadeFrom('mektep-2030', 'Мектеп 2030')).toBe(true)
    expect(isMadeFrom('almaty', 'Жаңа мектеп')).toBe(false)
  })
})
