/** A reader of RFC 4180 (with any separator) of its own, so that the writer is not checked against itself. */
export function parseCsv(text: string, separator = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length;) {
    let cell = '';
    if (text[at] !== '"') throw new Error(`unquoted cell at ${at}`);
    for (at += 1; !(text[at] === '"' && text[at + 1] !== '"'); at += 1) {
      if (text[at] === '"') at += 1;
      cell += text[at] ?? '';
      if (at > text.length) throw new Error('open quote');
    }
    at += 1;
    row.push(cell);
    if (text[at] === separator) at += 1;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      rows.push(row);
      row = [];
    } else throw new Error(`neither separator nor line end at ${at}`);
  }
  return rows;
}
