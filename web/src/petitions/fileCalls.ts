import type { components } from '../api/generated/petitions';
import { data, petitions, upload } from '../api/http';

export type Files = components['schemas']['AttachmentsOut'];
export type Attached = Files['items'][number];

const FILES = '/api/petitions/v1/petitions/{petition_id}/attachments';

export const fetchFiles = (petition: string) => data(petitions.GET(FILES, { params: { path: { petition_id: petition } } }));
export const dropFile = (petition: string, file: string) =>
  petitions.DELETE(`${FILES}/{attachment_id}`, { params: { path: { petition_id: petition, attachment_id: file } } });

/** The name goes in a header: it may be somebody's, and belongs in no address. */
export const sendFile = (petition: string, id: string, file: File, onSent: (share: number) => void) =>
  upload(`${FILES.replace('{petition_id}', petition)}/${id}`, file, { 'File-Name': encodeURIComponent(file.name) }, onSent);

const readFile = async (petition: string, { id }: Attached) =>
  (await data(petitions.GET(`${FILES}/{attachment_id}`, { params: { path: { petition_id: petition, attachment_id: id } }, parseAs: 'blob' }))) as unknown as Blob;

/** A file needs the bearer like everything else, so it is fetched first and then handed to the browser. */
export async function download(petition: string, file: Attached) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await readFile(petition, file));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** An image as the page may show it. */
export async function picture(petition: string, file: Attached) {
  const blob = await readFile(petition, file);
  return new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
