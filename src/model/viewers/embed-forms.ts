/** The forms in which a viewer is put into a page. */
export const EMBED_FORMS = ['element', 'iframe', 's7', 'picture', 'jsonld'] as const;
export type EmbedForm = (typeof EMBED_FORMS)[number];
