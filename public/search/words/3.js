sitegenSearch.take("words/3","yet 2 6NiO you 12 uKtDDtDMmE9EFdV1HlC youd 1 iS youll 2 xRqK your 12 pKsDDsDMiE5EDNLT6J youre 1 5N yours 2 zcyK yourself 1 ic youve 1 qW zinc 2 pb6L")
