// What TypeDoc knows of a name, as Markdown.
import { ReflectionKind } from 'typedoc';

/** @typedef {import('typedoc').DeclarationReflection} Declaration */
/** @typedef {import('typedoc').SignatureReflection} Signature */
/** @typedef {import('typedoc').Comment} Comment */
/** @typedef {(reflection: import('typedoc').Reflection) => string | undefined} LinkOf */

/**
 * Text in which no tag and no braces of a template are left; what stands in backticks is code.
 * @param {string} text
 */
function escaped(text) {
  return text
    .split(/(`+[^`]*`+)/)
    .map((part, i) =>
      i % 2 === 1 ? part : part.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;'),
    )
    .join('');
}

/**
 * @param {readonly import('typedoc').CommentDisplayPart[]} parts
 * @param {LinkOf} linkOf
 */
export function partsText(parts, linkOf) {
  return parts
    .map((part) => {
      if (part.kind === 'inline-tag') {
        const target = part.target;
        const url =
          target !== undefined && typeof target === 'object' && 'kind' in target
            ? linkOf(/** @type {import('typedoc').Reflection} */ (target))
            : undefined;
        return url === undefined ? `\`${part.text}\`` : `[\`${part.text}\`](${url})`;
      }
      return part.kind === 'code' ? part.text : escaped(part.text);
    })
    .join('')
    .trim();
}

/** The tags that stand under words of their own; others are left out. */
const titles = new Map([
  ['@returns', 'Gives'],
  ['@throws', 'Throws'],
  ['@see', 'See also'],
  ['@defaultValue', 'Default'],
]);

/**
 * A comment with its parameters, what it gives and throws, and its examples.
 * @param {Comment | undefined} comment
 * @param {LinkOf} linkOf
 * @param {readonly import('typedoc').ParameterReflection[]} parameters
 */
export function commentText(comment, linkOf, parameters = []) {
  if (comment === undefined) return [];
  const lines = [partsText(comment.summary, linkOf)];
  const described = parameters.flatMap(({ name, comment: text }) =>
    text === undefined ? [] : [`- \`${name}\`: ${partsText(text.summary, linkOf)}`],
  );
  if (described.length > 0) lines.push(described.join('\n'));
  for (const { tag, content } of comment.blockTags) {
    const title = titles.get(tag);
    // Tables of options are Markdown already, and escaped.
    if (tag === '@remarks') lines.push(content.map(({ text }) => text).join(''));
    else if (tag === '@example')
      lines.push(
        content
          .map(({ text }) => text)
          .join('')
          .trim(),
      );
    else if (title !== undefined) lines.push(`_${title}:_ ${partsText(content, linkOf)}`);
  }
  return lines.filter((line) => line !== '');
}

/**
 * A call as TypeScript writes it.
 * @param {Signature} signature
 */
export function signatureText(signature) {
  const types = signature.typeParameters?.map(({ name, type }) =>
    type === undefined ? name : `${name} extends ${type.toString()}`,
  );
  const parameters = (signature.parameters ?? []).map(({ name, type, flags, defaultValue }) => {
    const optional = flags.isOptional || defaultValue !== undefined ? '?' : '';
    // A table of the options follows.
    const text = (type?.toString() ?? 'unknown').replace(/^\{.*\}$/s, '{ … }');
    return `${flags.isRest ? '...' : ''}${name}${optional}: ${text}`;
  });
  const inner = parameters.join(', ');
  const list = inner.length > 70 ? `\n  ${parameters.join(',\n  ')},\n` : inner;
  const name =
    signature.kind === ReflectionKind.ConstructorSignature
      ? `new ${signature.parent.parent?.name ?? ''}`
      : signature.name;
  const generic = types === undefined ? '' : `<${types.join(', ')}>`;
  return `${name}${generic}(${list}): ${signature.type?.toString() ?? 'void'}`;
}

/** @param {string} code */
const block = (code) => `\`\`\`ts no-run\n${code}\n\`\`\``;

/**
 * A member of a class or an interface that is no call.
 * @param {Declaration} member
 */
function fieldText({ name, type, flags, getSignature }) {
  const of = type ?? getSignature?.type;
  return `${name}${flags.isOptional ? '?' : ''}: ${of?.toString() ?? 'unknown'}`;
}

/**
 * A declaration: its own text, then its members.
 * @param {Declaration} declaration
 * @param {LinkOf} linkOf
 * @param {{ level: number, id: string, leaveOut?: (member: Declaration) => boolean }} how
 * @returns {string[]}
 */
export function declarationText(declaration, linkOf, { level, id, leaveOut = () => false }) {
  const kind = ReflectionKind.singularString(declaration.kind).toLowerCase();
  const lines =
    level === 1 ? [`# ${declaration.name}`] : [`${'#'.repeat(level)} ${declaration.name} {#${id}}`];
  if (level < 3) lines.push(`<p class="kind">${kind}</p>`);
  const signatures = declaration.signatures ?? [];
  for (const signature of signatures)
    lines.push(
      block(signatureText(signature)),
      ...commentText(signature.comment, linkOf, signature.parameters),
    );
  if (signatures.length > 0) return lines;
  const members = (declaration.children ?? []).filter((member) => !leaveOut(member));
  const isType = declaration.kindOf([ReflectionKind.TypeAlias, ReflectionKind.Variable]);
  if (isType && declaration.type !== undefined)
    lines.push(block(`${declaration.name}: ${declaration.type.toString()}`));
  else if (level >= 3 && members.length === 0) lines.push(block(fieldText(declaration)));
  lines.push(...commentText(declaration.comment ?? declaration.getSignature?.comment, linkOf));
  const fields = members.filter(
    (member) =>
      member.signatures === undefined &&
      member.getSignature?.comment?.getTag('@example') === undefined,
  );
  if (fields.length > 0) {
    const rows = fields.map((member) => {
      const text = partsText(
        (member.comment ?? member.getSignature?.comment)?.summary ?? [],
        linkOf,
      );
      const type = (member.type ?? member.getSignature?.type)?.toString() ?? '';
      const name = `${member.name}${member.flags.isOptional ? '?' : ''}`;
      return `| ${cell(`\`${name}\``)} | ${cell(`\`${type}\``)} | ${cell(text)} |`;
    });
    lines.push(['| field | type | |', '| --- | --- | --- |', ...rows].join('\n'));
  }
  for (const member of members.filter((each) => !fields.includes(each)))
    lines.push(
      ...declarationText(member, linkOf, { level: level + 1, id: `${id}-${member.name}` }),
    );
  return lines;
}

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
