"""The tests of Kho Xòe; see CONTRIBUTING.md for what stands in which folder."""
