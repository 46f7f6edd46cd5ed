/** The list that one came from, with its filters: where the editor leads back to. */
export const useLastList = () => useState('last-news-list', () => '/news')
