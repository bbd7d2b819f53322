export type InboxItem = {
  id: string; kind: string; petition_id: string | null; petition_code: string | null; title: string; text: string;
  at: string; read_at: string | null;
};
