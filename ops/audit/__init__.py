"""What `lienthong audit` proves: nothing staged was lost, nothing left undone, every petition in exactly one hand."""
