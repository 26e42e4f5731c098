"""The control interface of docs/workspace.md."""
