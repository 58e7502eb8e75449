// What readers take along as a file.

/** The name of a file: its parts in letters and digits of any script, which no system takes for anything else. */
export const named = (end, ...parts) => parts.map((part) => (part ?? "").normalize("NFC").replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "")).filter(Boolean).join("-").slice(0, 120) + end;
/** Offers a text as a file. */
export const download = (name, text, type = "text/plain") => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
