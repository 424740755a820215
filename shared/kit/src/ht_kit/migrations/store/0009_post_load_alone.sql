-- Nothing loads one stream alone any more (0008).
DROP FUNCTION load(text, uuid, text, text);
