// Whether what somebody is proposed for is the post set down for him: two entries of one thing, each typed or read from elsewhere.
import type { Post } from "../ipc";

const bare = (text: string): string => text.replace(/[\s（）()]/g, "");

/** One of the posts proposed, several of which stand with 、 or ； between, is the post: its title, with its unit as far as either names one. */
function isPost(proposed: string, unit: string, title: string): boolean {
  const at = proposed.lastIndexOf(title);
  if (at < 0) return false;
  const named = proposed.slice(0, at);
  return !named || !unit || named.includes(unit) || unit.includes(named) || proposed.includes(unit);
}

/** The one post of the batch that `proposed` names by unit and title; null when none does, or several. */
export function postNamed(proposed: string, posts: readonly Post[]): Post | null {
  const written = bare(proposed);
  const same = written ? posts.filter((p) => bare(`${p.content.unit}${p.content.title}`) === written) : [];
  return same.length === 1 ? same[0]! : null;
}

/** What to say of a candidate whose 拟任职务 is not the post; empty while they agree or one of them is not filled in. */
export function postDiffers(proposed: string, post: Post | null | undefined): string {
  const written = proposed.trim();
  if (!written || !post) return "";
  const { unit, title } = post.content;
  const parts = [written, ...written.split(/[、，,；;\n]/)].map(bare).filter(Boolean);
  if (parts.some((p) => isPost(p, bare(unit), bare(title)))) return "";
  return `拟任职务“${written}”与对应岗位“${unit}${title}”不一致，报告表印的是拟任职务；请核对`;
}
