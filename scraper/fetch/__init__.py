"""Ask one URL politely: address guard, robots.txt, pace and limits behind one seam."""
