sitegenSearch.take("topics/swelling","oCQY")
