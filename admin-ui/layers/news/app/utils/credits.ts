/** What somebody can have done for an article, as the contract has it. */
export const creditRoles: readonly Schemas['CreditRole'][] = ['author', 'photographer', 'videographer', 'translator', 'editor']
