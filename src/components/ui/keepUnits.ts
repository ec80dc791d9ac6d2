const BEFORE_UNIT = /(\d) (?=(?:[km]?g|[cm]?l|[cm]?m|oz|%)(?![\p{L}\d]))/giu

/** A name for display where it may be broken into lines: a number stays with its unit. */
export const keepUnits = (name: string): string => name.replace(BEFORE_UNIT, '$1\u00A0')

const NUMBERED = /([A-Z])-(?=\d)/g

/** A sentence with numbers of documents, none of which is broken after its hyphen. */
export const keepNumbers = (sentence: string): string => sentence.replace(NUMBERED, '$1-\u2060')
