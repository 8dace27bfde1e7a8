// Stands for the compiler of TypeScript, of which the kit imports these names.
export const ModuleKind = {};
export const ScriptTarget = {};

function refuse(): never {
  throw new SyntaxError('Cells of TypeScript are not run here: write JavaScript.');
}

export {
  refuse as createProgram,
  refuse as createSourceFile,
  refuse as isClassExpression,
  refuse as isExpressionStatement,
  refuse as isFunctionExpression,
  refuse as isParenthesizedExpression,
  refuse as transpile,
};
