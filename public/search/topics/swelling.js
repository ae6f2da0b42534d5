sitegenSearch.take("topics/swelling","EDCDA")
