"""Names of people from many languages, for believable sample users."""
# ruff: noqa: SIM905 - a list of words reads better as words

FIRST_NAMES = """
Marie Jean Pierre Michel André Philippe René Louis Alain Jacques Bernard Marcel Daniel Roger Robert Paul Claudine
Christian Henri Georges Nicolas François Éric Laurent Frédéric Stéphane Sébastien Jérôme Cédric Grégory Rémi Théo
Léa Chloé Zoé Inès Anaïs Maëlle Noémie Océane Élodie Aurélie Mélanie Céline Hélène Catherine Nathalie Isabelle
Sylvie Françoise Anne Monique Martine Jacqueline Camille Manon Emma Jade Louise Alice Lina Rose Anna Mila Gabriel
Raphaël Léo Arthur Jules Adam Maël Lucas Hugo James Mary John Patricia Jennifer Linda David Elizabeth William
Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Christopher Lisa Nancy Matthew Betty Anthony
Margaret Mark Sandra Donald Ashley Steven Kimberly Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda
Brian Melissa George Deborah Edward Stephanie Ronald Rebecca Timothy Sharon Jason Laura Jeffrey Cynthia Ryan
Kathleen Jacob Amy Gary Angela Nicholas Shirley José María Antonio Carmen Manuel Francisco Javier Ana Isabel Dolores
Pilar Teresa Ángel Jesús Álvaro Íñigo Óscar Raúl Sergio Andrés Lucía Sofía Martín Mateo Nicolás Joaquín Begoña Núria
Jordi Montserrat Xavier Giuseppe Giovanni Mario Luigi Angelo Vincenzo Pietro Salvatore Carlo Francesca Giulia Chiara
Alessandra Alessandro Lorenzo Matteo Niccolò Martina Paola Roberta Silvia Elena Valentina Hans Jürgen Günther Jörg
Björn Sören Käthe Ursula Monika Petra Sabine Renate Helga Karin Wolfgang Klaus Dieter Manfred Uwe Matthias Heike
Anke Ulrike Maximilian Felix Lukas Jonas Finn Leonie Mia Łukasz Paweł Michał Małgorzata Agnieszka Katarzyna
Krzysztof Andrzej Stanisław Zofia Jadwiga Grażyna Wojciech Tomasz Piotr Jan Jiří Zdeněk Tomáš Ondřej Lenka Šárka
Žaneta Kateřina Dušan Željko Ivana Đorđe Åsa Lars Erik Anders Göran Håkan Märta Sigrid Ingrid Kjell Øyvind Bjørn
Søren Mette Kirsten Aino Päivi Jukka Eero Väinö Mikko João Inês António Conceição Tiago Rui Gonçalo Luísa Cátia
Fátima Paulo Antônio Thiago Caíque Mehmet Ayşe Fatma Mustafa Ahmet Çağla Gökhan Şule İbrahim Özge Emre Yiğit Mohamed
Fatima Ahmed Aïcha Youssef Khadija Omar Amina Hassan Nadia Karim Leïla Rachid Samira Nguyen Linh Thuy Minh Wei Ming
Yuki Haruto Sakura Hiroshi Kenji Priya Rahul Anjali Sanjay Arjun Deepa Vikram Lakshmi
""".split()

LAST_NAMES = """
Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Garcia David
Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier
Faure Rousseau Blanc Guérin Muller Henry Roussel Nicolas Perrin Morin Mathieu Clément Gauthier Dumont Lopez Fontaine
Chevalier Robin Masson Sanchez Gérard Nguyen Boyer Denis Lemaire Duval Joly Gautier Roger Roche Roy Noël Meyer Lucas
Meunier Jean Pérez Marchand Dufour Blanchard Marie Barbier Brun Dumas Brunet Schmitt Leroux Colas Fernandez Renard
Arnaud Rolland Caron Aubert Giraud Leclerc Vidal Bourgeois Renaud Lemoine Picard Gaillard Philippe Leclercq Lacroix
Fabre Smith Johnson Williams Brown Jones Miller Davis Rodriguez Wilson Anderson Taylor Moore Jackson Lee Thompson
White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Torres Hill Flores Green Adams Nelson Baker
Hall Rivera Campbell Mitchell Carter Roberts González Fernández López Hernández Jiménez Ruiz Díaz Moreno Muñoz
Álvarez Romero Alonso Gutiérrez Navarro Domínguez Vázquez Ramos Gil Ramírez Serrano Molina Suárez Ortega Delgado
Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Peña Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci
Marino Greco Bruno Gallo Conti DeLuca Mancini Costa Giordano Rizzo Lombardi Moretti Martini Santini Müller Schmidt
Schneider Fischer Weber Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Klein Wolf Schröder Neumann Schwarz
Zimmermann Braun Krüger Hofmann Hartmann Lange Krause Lehmann Köhler König Böhm Jäger Weiß Groß Günther Nowak
Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski
Mazur Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Wojciechowski Novák Svoboda Novotný Dvořák Černý Procházka
Kučera Veselý Horák Němec Marek Pospíšil Hájek Král Růžička Beneš Fiala Sedláček Doležal Zeman Šimek Andersson
Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Lindström Lindqvist Sjöberg Åkesson
Öberg Hansen Johansen Olsen Larsen Pedersen Nilsen Sørensen Rasmussen Jørgensen Korhonen Virtanen Mäkinen Nieminen
Silva Santos Ferreira Pereira Oliveira Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes Marques Alves
Almeida Ribeiro Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Simões Yılmaz Kaya Demir Çelik Şahin Yıldız
Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Ali Khan Hussain Benali Haddad Bouazza Mansour Saïdi
Belkacem Cherif Tran Pham Huynh Wang Zhang Chen Liu Yang Huang Tanaka Suzuki Sato Watanabe Yamamoto Nakamura Sharma
Patel Singh Kumar Gupta Reddy Iyer O'Brien O'Connor MacDonald McKenzie
""".split()

# Beginnings, middles and ends that make up rarer last names.
BEGINNINGS = """
Ba Be Bo Bra Bri Ca Che Co Cra Da De Do Dra Du Fa Fe Flo Fra Ga Ge Gra Gui Ha He Ho Ja Jo Ka Ke Kra La Le Lo Lu Ma
Me Mo Na Ne No Pa Pe Pi Pla Po Ra Re Ro Sa Se Sha So Sta Ta Te Tho Tra Va Ve Vi Wa We Wi Za Ze
""".split()
MIDDLES = """
la le li lo lu na ne ni no ra re ri ro ru sa se si so ta te ti to va ve vi vo ma me mi mo cha che da de di do bé gué
lé né ré
""".split()
ENDS = """
rd nd ux rt lle ine et eau in on er ez ski berg mann sen son ton ford well worth court mont ville eira ino elli oni
ini escu ić ová ák ček
""".split()

DOMAINS = {
    "example.com": 40,
    "example.org": 15,
    "example.net": 10,
    "corp.example": 15,
    "mail.example": 10,
    "univ.example": 6,
    "partner.example": 4,
}
"""Domains nobody owns, and how frequent each is."""
