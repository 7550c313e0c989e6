// The page of our own begins in the reader's language and with its formats; Settings may say otherwise. First of its scripts,
// because the element looks for a language as soon as it is defined.

document.documentElement.lang = navigator.language || "en";
