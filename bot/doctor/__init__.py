"""What ``backspasm doctor`` looks at before a clinic has to: the set-up, the messengers, and the way between them."""
