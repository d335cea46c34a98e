/** Without a SourceNode, Handlebars joins its code by itself. */
export const SourceNode = undefined;
