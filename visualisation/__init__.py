"""Pure drawing: networkx graphs and pandas frames in, SVG or one HTML file out.

Nothing here knows a database, a caller or any other package of the product. What a reader may not
see must be gone before it comes here.
"""
