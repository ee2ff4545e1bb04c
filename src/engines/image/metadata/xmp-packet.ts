import { escapeXml } from '../../../base/xml.ts';
import { rightsOf, type Rights } from './rights.ts';
import { XmpProperties } from './xmp-properties.ts';

const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';

/** The properties that say the rights in RDF (XMP part 1, Dublin Core), whatever prefixes stand around it. */
function description({ artist, copyright }: Rights): string {
  const item = (attributes: string, text: string): string => `<rdf:li${attributes}>${escapeXml(text)}</rdf:li>`;
  const creator = artist === undefined ? '' : `<dc:creator><rdf:Seq>${item('', artist)}</rdf:Seq></dc:creator>`;
  const notice = copyright === undefined ? '' : item(' xml:lang="x-default"', copyright);
  const rights = notice && `<dc:rights><rdf:Alt>${notice}</rdf:Alt></dc:rights>`;
  const spaces = `${RDF} xmlns:dc="http://purl.org/dc/elements/1.1/"`;
  return `<rdf:Description ${spaces} rdf:about="">${creator}${rights}</rdf:Description>`;
}

/** An XMP packet that says the rights. */
export const makeXmpPacket = (rights: Rights): string =>
  [
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">',
    `<rdf:RDF ${RDF}>${description(rights)}</rdf:RDF></x:xmpmeta><?xpacket end="r"?>`,
  ].join('');

/** Adds the rights that an XMP packet does not state yet. A text that is no packet is returned unchanged. */
export function addRights(xmp: string, { artist, copyright }: Rights): string {
  const said = rightsOf(new XmpProperties(xmp));
  const lacking: Rights = {
    ...(artist !== undefined && said.artist === undefined && { artist }),
    ...(copyright !== undefined && said.copyright === undefined && { copyright }),
  };
  const end = xmp.lastIndexOf('</', xmp.lastIndexOf(':RDF>'));
  const isNamed = lacking.artist !== undefined || lacking.copyright !== undefined;
  return isNamed && end >= 0 ? `${xmp.slice(0, end)}${description(lacking)}${xmp.slice(end)}` : xmp;
}
