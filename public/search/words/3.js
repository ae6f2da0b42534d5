sitegenSearch.take("words/3","yet 2 7NiO you 12 uKuDCtDMmE9EFdV1HkC youd 1 hS youll 2 xRqK your 12 pKtDDsDMiE6EDNLT5J youre 1 5N yours 2 zcxK yourself 1 ic youve 1 pW zinc 2 pb5L")
