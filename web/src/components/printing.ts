/** Opens the print dialog once the pictures on the paper can be drawn: one that is missing is left out. */
export async function printWhenDrawn(paper: ParentNode | null, isWanted: () => boolean): Promise<void> {
  const pictures = [...(paper?.querySelectorAll('img') ?? [])];
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
  if (isWanted()) window.print();
}
