<?php
/**
 * The mailbox where a shop's devices exchange sealed blocks, on the shop's own host. It reads sizes
 * and times, never what is sold. Blocks are in the shop's own database where the module placed this
 * file, else in SQLite beside it; mailbox-config.php, if there is one, says otherwise:
 *
 *     <?php return ['dsn' => 'mysql:host=localhost;dbname=boite', 'user' => '…', 'password' => '…',
 *                   'code' => 'what the first device types', 'megabytes' => 512];
 *
 * @author    Comptoir
 * @copyright Comptoir
 * @license   https://opensource.org/licenses/MIT MIT License
 */
const MOST_BLOCKS = 500;
const MOST_SWAP_BYTES = 4194304;
const MOST_BLOCK_BYTES = 262144;
const MOST_STREAMS = 400;
/** Sales, what is shared, catalogues, segments, keys. */
const MOST_LANE = 4;
const LANE_OF_SEGMENTS = 3;
const MOST_NUMBER = 4294967295;
const MOST_BODY_BYTES = 5723480;
const SMALL_BODY_BYTES = 8192;
const MOST_CODE_LENGTH = 100;
const MOST_CLAIM_BYTES = 1024;
const MOST_HEIRS = 3;
/** Meetings of a shop with new devices, and mailboxes beside its own, in a day. */
const MOST_MEETINGS = 20;
/** How one mailbox leads to another: a shop moves there, meets a new device in it, or keeps it beside its own. The latter two lead nowhere. */
const USES = ['from' => 0, 'meets' => 1, 'beside' => 2];
/** Days for which a mailbox is kept that the shop moved from, and that nobody uses. */
const MOVED_DAYS = 35;
/** Days for which any mailbox is kept that nobody uses: a shop of one season a year. */
const UNUSED_DAYS = 400;
/** One request in so many forgets some of what nobody needs: a shop's host calls nothing by itself. */
const SWEEP_EVERY = 50;
/** Mailboxes, and rows of those, that are forgotten at once: some milliseconds, a tenth of a second for the largest blocks. */
const MOST_SWEPT = 3;
const MOST_SWEPT_ROWS = 100;
/** What a base, or a segment, may take beyond the quota: it makes room. */
const BASE_RESERVE = 1.25;
/** A request that waits keeps one of the host's few workers: devices ask again instead. */
const LONGEST_HOLD_SECONDS = 2;
const LOOK_MICROSECONDS = 250000;
const NO_HASH = '0000000000000000000000000000000000000000000000000000000000000000';

/** What ends a request with a status: nothing of it was written. */
class Refused extends Exception
{
}

/** A value to bind as bytes. */
class Bytes
{
    public $value;

    public function __construct($value)
    {
        $this->value = $value;
    }
}

/** The database: the tables, and plain statements. */
class Store
{
    private $pdo;
    private $isMysql;
    private $prefix;

    public function __construct(array $place)
    {
        $this->isMysql = 0 === strpos($place['dsn'], 'mysql:');
        $this->prefix = $place['prefix'];
        $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 5];
        if ($this->isMysql) {
            // A row that is set to what it was counts as found; numbers stay numbers.
            $options += [PDO::MYSQL_ATTR_FOUND_ROWS => true, PDO::ATTR_EMULATE_PREPARES => false];
        }
        $this->pdo = new PDO($place['dsn'], $place['user'], $place['password'], $options);
        if ($this->isMysql) {
            $this->pdo->exec('set session transaction isolation level read committed');
        } else {
            $this->pdo->exec('pragma journal_mode = wal');
            $this->pdo->exec('pragma synchronous = full');
        }
    }

    public function run($sql, array $values = [])
    {
        return $this->ask($sql, $values)->rowCount();
    }

    public function all($sql, array $values = [])
    {
        return $this->ask($sql, $values)->fetchAll(PDO::FETCH_ASSOC);
    }

    /** All or nothing. A database that let another writer go first is asked again. */
    public function write(callable $work)
    {
        for ($try = 1; ; ++$try) {
            $this->pdo->exec($this->isMysql ? 'start transaction' : 'begin immediate');
            try {
                $value = $work();
                $this->pdo->exec('commit');

                return $value;
            } catch (Exception $error) {
                $this->pdo->exec('rollback');
                $isRaced = $error instanceof PDOException && in_array($error->getCode(), ['40001', 'HY000'], true);
                if (!$isRaced || 3 === $try) {
                    throw $error;
                }
            }
        }
    }

    public function makeTables()
    {
        // Made last: where it is, all are there, with all their columns.
        $last = $this->prefix . 'gone';
        $isThere = $this->isMysql ? "show tables like '$last'" : "select 1 from sqlite_master where name = '$last'";
        if ([] !== $this->pdo->query($isThere)->fetchAll()) {
            return;
        }
        $number = $this->isMysql ? 'bigint' : 'integer';
        $blob = $this->isMysql ? 'mediumblob' : 'blob';
        $end = $this->isMysql ? ' engine=InnoDB default charset=ascii collate=ascii_bin' : '';
        $tables = [
            "{mailbox} (mailbox varchar(32) not null primary key, version $number not null, bytes $number not null, blocks $number not null,
                streams $number not null, claims $number not null, heirs $number not null,
                meetings $number not null default 0, met varchar(10) not null default '', meets smallint not null default 0, made varchar(10) not null, seen varchar(10) not null)",
            "{stream} (mailbox varchar(32) not null, device varchar(32) not null, lane smallint not null, head $number not null,
                first $number not null, base $number, hash varchar(64) not null, pub $blob not null, primary key (mailbox, device, lane))",
            "{block} (mailbox varchar(32) not null, device varchar(32) not null, lane smallint not null, seq $number not null,
                size $number not null, sealed $blob not null, primary key (mailbox, device, lane, seq))",
            "{claim} (mailbox varchar(32) not null, claim varchar(64) not null, turn $number not null, sealed $blob not null,
                made varchar(10) not null, primary key (mailbox, claim, turn))",
        ];
        foreach ($tables as $table) {
            $this->run('create table if not exists ' . $table . $end);
        }
        // A table that an earlier version made.
        $this->addColumn('mailbox', 'meetings', "$number not null default 0");
        $this->addColumn('mailbox', 'met', "varchar(10) not null default ''");
        $this->addColumn('mailbox', 'meets', 'smallint not null default 0');
        $this->run('create table if not exists {gone} (mailbox varchar(32) not null primary key)' . $end);
    }

    private function addColumn($table, $column, $type)
    {
        if ($this->hasColumn($table, $column)) {
            return;
        }
        try {
            $this->run('alter table {' . $table . '} add column ' . $column . ' ' . $type);
        } catch (PDOException $error) {
            // Two requests may add it at once.
            if (!$this->hasColumn($table, $column)) {
                throw $error;
            }
        }
    }

    private function hasColumn($table, $column)
    {
        $name = $this->prefix . $table;
        $rows = $this->pdo->query($this->isMysql ? "show columns from $name" : "pragma table_info($name)")->fetchAll(PDO::FETCH_ASSOC);

        return in_array($column, array_column($rows, $this->isMysql ? 'Field' : 'name'), true);
    }

    /** Deletes some rows of a mailbox; returns how many. */
    public function deleteSome($table, $mailbox, $most)
    {
        // MySQL has no such subquery, and SQLite, as hosts have it, no limit.
        $some = $this->isMysql ? "mailbox = ? limit $most" : "rowid in (select rowid from {{$table}} where mailbox = ? limit $most)";

        return $this->run("delete from {{$table}} where $some", [$mailbox]);
    }

    private function ask($sql, array $values)
    {
        $sql = preg_replace('/\{(\w+)\}/', $this->prefix . '$1', $sql);
        $sql = str_replace('insert ignore', $this->isMysql ? 'insert ignore' : 'insert or ignore', $sql);
        $statement = $this->pdo->prepare($sql);
        foreach (array_values($values) as $at => $value) {
            if ($value instanceof Bytes) {
                $statement->bindValue($at + 1, $value->value, PDO::PARAM_LOB);
            } else {
                $statement->bindValue($at + 1, $value, is_int($value) ? PDO::PARAM_INT : (null === $value ? PDO::PARAM_NULL : PDO::PARAM_STR));
            }
        }
        $statement->execute();

        return $statement;
    }
}

/** A block taken apart; null for bytes that are none. */
function readBlock($bytes)
{
    $length = strlen($bytes);
    if ($length > MOST_BLOCK_BYTES || $length < 134 || 'C1' !== substr($bytes, 0, 2)) {
        return null;
    }
    $flags = ord($bytes[2]);
    $lane = ord($bytes[3]);
    // The lane of keys (4) alone is said openly, under no epoch.
    if ($flags > 3 || $lane > MOST_LANE || (4 === $lane) !== ("\0\0" === substr($bytes, 4, 2))) {
        return null;
    }
    $seq = unpack('N', substr($bytes, 22, 4))[1];
    $begins = 1 === ($flags & 1);
    $hasKey = 0 === $seq || $begins;
    $device = bin2hex(substr($bytes, 6, 16));
    $previous = bin2hex(substr($bytes, 26, 32));
    $key = $hasKey ? substr($bytes, 70, 65) : null;
    // A tag of 16 bytes and a signature of 64 are behind the head.
    if ($length < 70 + ($hasKey ? 65 : 0) + 16 + 64) {
        return null;
    }
    if ($hasKey && substr(hash('sha256', $key), 0, 32) !== $device) {
        return null;
    }
    if (0 === $seq && NO_HASH !== $previous) {
        return null;
    }

    return [
        'device' => $device, 'lane' => $lane, 'seq' => $seq, 'previous' => $previous, 'begins' => $begins,
        'ends' => 2 === ($flags & 2), 'key' => $key, 'hash' => hash('sha256', $bytes), 'bytes' => $bytes,
    ];
}

/** Whether the device whose raw key this is signed the block: ECDSA P-256 over all but the signature. */
function isSigned(array $block, $key)
{
    $pem = "-----BEGIN PUBLIC KEY-----\n"
        . chunk_split(base64_encode(hex2bin('3059301306072a8648ce3d020106082a8648ce3d030107034200') . $key), 64, "\n")
        . "-----END PUBLIC KEY-----\n";
    $public = openssl_pkey_get_public($pem);
    if (false === $public) {
        return false;
    }
    $raw = substr($block['bytes'], -64);
    $both = derNumber(substr($raw, 0, 32)) . derNumber(substr($raw, 32));
    $signature = "\x30" . chr(strlen($both)) . $both;

    return 1 === openssl_verify(substr($block['bytes'], 0, -64), $signature, $public, OPENSSL_ALGO_SHA256);
}

function derNumber($bytes)
{
    $bytes = ltrim($bytes, "\0");
    if ('' === $bytes || ord($bytes[0]) > 127) {
        $bytes = "\0" . $bytes;
    }

    return "\x02" . chr(strlen($bytes)) . $bytes;
}

/** One mailbox, and what devices do with it. */
class Mailbox
{
    private $store;
    private $id;
    private $quota;

    public function __construct(Store $store, $id, array $quota)
    {
        $this->store = $store;
        $this->id = $id;
        $this->quota = $quota;
    }

    public function row()
    {
        $rows = $this->store->all('select version, bytes, blocks, streams, claims, seen from {mailbox} where mailbox = ?', [$this->id]);

        return isset($rows[0]) ? $rows[0] : null;
    }

    /** Makes it where it is missing, and keeps other writers waiting. Within a transaction. */
    public function hold($use = 0)
    {
        $day = gmdate('Y-m-d');
        $hold = 'update {mailbox} set seen = ? where mailbox = ?';
        if (0 === $this->store->run($hold, [$day, $this->id])) {
            $this->store->run('insert ignore into {mailbox} (mailbox, version, bytes, blocks, streams, claims, heirs, meetings, met, meets, made, seen) values (?, 0, 0, 0, 0, 0, 0, 0, ?, ?, ?, ?)', [$this->id, '', $use, $day, $day]);
            $this->store->run($hold, [$day, $this->id]);
            // One that comes back was perhaps not wholly forgotten.
            if (0 < $this->store->run('delete from {gone} where mailbox = ?', [$this->id])) {
                $this->store->run('delete from {block} where mailbox = ?', [$this->id]);
                $this->store->run('delete from {claim} where mailbox = ?', [$this->id]);
            }
        }

        return $this->row();
    }

    /** Marks that it is used today, for whoever only reads. */
    public function touch(array $row)
    {
        $day = gmdate('Y-m-d');
        if ($row['seen'] !== $day) {
            $this->store->run('update {mailbox} set seen = ? where mailbox = ?', [$day, $this->id]);
        }
    }

    /** Makes it for one that leads there, by one of USES; false where that one is missing, or did so too often. */
    public function openFrom($from, $use)
    {
        return $this->store->write(function () use ($from, $use) {
            if (null !== $this->row()) {
                return true;
            }
            $day = gmdate('Y-m-d');
            $count = 0 !== $use
                ? $this->store->run('update {mailbox} set meetings = case when met = ? then meetings + 1 else 1 end, met = ? where mailbox = ? and meets = 0 and (met <> ? or meetings < ?)', [$day, $day, $from, $day, MOST_MEETINGS])
                : $this->store->run('update {mailbox} set heirs = heirs + 1 where mailbox = ? and meets = 0 and heirs < ?', [$from, MOST_HEIRS]);
            if (1 !== $count) {
                return false;
            }
            $this->hold($use);

            return true;
        });
    }

    /** Makes it for whoever was admitted. */
    public function open($use = 0)
    {
        $this->store->write(function () use ($use) {
            $this->hold($use);
        });
    }

    public function streams()
    {
        $streams = [];
        foreach ($this->store->all('select device, lane, head, first, base, hash, pub from {stream} where mailbox = ? order by device, lane', [$this->id]) as $row) {
            $streams[$row['device'] . '/' . $row['lane']] = [
                'device' => $row['device'], 'lane' => (int) $row['lane'], 'head' => (int) $row['head'], 'first' => (int) $row['first'],
                'base' => null === $row['base'] ? null : (int) $row['base'], 'hash' => $row['hash'], 'key' => $row['pub'],
            ];
        }

        return $streams;
    }

    /** What became of each block that was given, once it is on disk. */
    public function put(array $given)
    {
        $keys = [];
        foreach ($this->streams() as $stream) {
            $keys[$stream['device']] = $stream['key'];
        }
        $blocks = array_map('readBlock', $given);
        foreach ($blocks as $block) {
            if (null !== $block && null !== $block['key']) {
                $keys[$block['device']] = $block['key'];
            }
        }
        $results = [];
        $signed = [];
        foreach ($blocks as $at => $block) {
            if (null === $block) {
                $results[$at] = 'forged';
            } elseif (!isset($keys[$block['device']])) {
                $results[$at] = 'gap';
            } elseif (!isSigned($block, $keys[$block['device']])) {
                $results[$at] = 'forged';
            } else {
                $signed[$at] = $block;
            }
        }
        if ([] !== $signed) {
            $results += $this->store->write(function () use ($signed) {
                return $this->keep($signed);
            });
        }
        ksort($results);

        return array_values($results);
    }

    private function keep(array $blocks)
    {
        $row = $this->hold();
        $use = ['bytes' => (int) $row['bytes'], 'blocks' => (int) $row['blocks'], 'streams' => (int) $row['streams']];
        $streams = $this->streams();
        $results = [];
        foreach ($blocks as $at => $block) {
            $results[$at] = $this->keepOne($block, $streams, $use);
        }
        if (in_array('new', $results, true)) {
            $this->store->run('update {mailbox} set version = version + 1, bytes = ?, blocks = ?, streams = ? where mailbox = ?', [$use['bytes'], $use['blocks'], $use['streams'], $this->id]);
        }

        return $results;
    }

    private function keepOne(array $block, array &$streams, array &$use)
    {
        $name = $block['device'] . '/' . $block['lane'];
        $before = isset($streams[$name]) ? $streams[$name] : null;
        $result = $this->place($block, $before);
        if ('new' !== $result) {
            return $result;
        }
        $size = strlen($block['bytes']);
        // What is of a base, or a segment, lets others go.
        $makesRoom = LANE_OF_SEGMENTS === $block['lane'] || $block['begins'] || (null !== $before && null !== $before['base']);
        $reserve = $makesRoom ? BASE_RESERVE : 1;
        if ($use['bytes'] + $size > $this->quota['bytes'] * $reserve || $use['blocks'] + 1 > $this->quota['blocks'] * $reserve) {
            return 'full';
        }
        if (null === $before && $use['streams'] >= $this->quota['streams']) {
            return 'full';
        }
        $after = $this->after($block, $before);
        $lane = [$this->id, $block['device'], $block['lane']];
        // Compare and set: the head is still the one that was read, or nothing is written at all.
        $moved = null === $before
            ? $this->store->run('insert ignore into {stream} (mailbox, device, lane, head, first, base, hash, pub) values (?, ?, ?, ?, ?, ?, ?, ?)', array_merge($lane, [$after['head'], $after['first'], $after['base'], $after['hash'], new Bytes($after['key'])]))
            : $this->store->run('update {stream} set head = ?, hash = ?, first = ?, base = ? where mailbox = ? and device = ? and lane = ? and head = ? and hash = ?', array_merge([$after['head'], $after['hash'], $after['first'], $after['base']], $lane, [$before['head'], $before['hash']]));
        $kept = $this->store->run('insert ignore into {block} (mailbox, device, lane, seq, size, sealed) values (?, ?, ?, ?, ?, ?)', array_merge($lane, [$block['seq'], $size, new Bytes($block['bytes'])]));
        if (1 !== $moved || 1 !== $kept) {
            throw new RuntimeException('another writer was in this mailbox');
        }
        $use['bytes'] += $size;
        ++$use['blocks'];
        $use['streams'] += null === $before ? 1 : 0;
        $streams[$name] = $after;
        if (null !== $before && $after['first'] > $before['first']) {
            $old = array_merge($lane, [$after['first']]);
            $gone = $this->store->all('select count(*) as blocks, coalesce(sum(size), 0) as bytes from {block} where mailbox = ? and device = ? and lane = ? and seq < ?', $old)[0];
            $this->store->run('delete from {block} where mailbox = ? and device = ? and lane = ? and seq < ?', $old);
            $use['bytes'] -= (int) $gone['bytes'];
            $use['blocks'] -= (int) $gone['blocks'];
        }

        return 'new';
    }

    /** Where a block goes behind what is kept of its lane. */
    private function place(array $block, $stream)
    {
        if (null === $stream) {
            return null !== $block['key'] ? 'new' : 'gap';
        }
        if ($block['seq'] === $stream['head']) {
            return $block['hash'] === $stream['hash'] ? 'same' : 'other';
        }
        if ($block['seq'] < $stream['head']) {
            $kept = $this->take($block, $block['seq'], $block['seq']);

            return [] === $kept || hash('sha256', $kept[0]) === $block['hash'] ? 'same' : 'other';
        }
        if ($block['seq'] === $stream['head'] + 1) {
            return $block['previous'] === $stream['hash'] ? 'new' : 'other';
        }

        return $block['begins'] ? 'new' : 'gap';
    }

    /** The lane once a block is kept; earlier ones go only when a base ended. */
    private function after(array $block, $before)
    {
        $first = null === $before ? $block['seq'] : $before['first'];
        $base = $block['begins'] ? $block['seq'] : (null === $before ? null : $before['base']);
        if (null !== $base && $block['ends']) {
            $first = $base;
            $base = null;
        }

        return [
            'device' => $block['device'], 'lane' => $block['lane'], 'head' => $block['seq'], 'first' => $first, 'base' => $base,
            'hash' => $block['hash'], 'key' => null === $before ? $block['key'] : $before['key'],
        ];
    }

    public function take(array $lane, $from, $to)
    {
        $rows = $this->store->all('select sealed from {block} where mailbox = ? and device = ? and lane = ? and seq >= ? and seq <= ? order by seq', [$this->id, $lane['device'], $lane['lane'], $from, $to]);

        return array_column($rows, 'sealed');
    }

    /** Blocks that are wanted: sales and what is shared first, and of those one a lane in turn. */
    public function wanted(array $streams, array $have)
    {
        $lists = [];
        $isMore = false;
        foreach ($streams as $name => $stream) {
            if (!isset($have[$name]) || $have[$name] > $stream['head']) {
                continue;
            }
            $list = $this->store->all('select seq, size from {block} where mailbox = ? and device = ? and lane = ? and seq >= ? order by seq limit ' . MOST_BLOCKS, [$this->id, $stream['device'], $stream['lane'], $have[$name]]);
            $isMore = $isMore || (MOST_BLOCKS === count($list) && (int) $list[MOST_BLOCKS - 1]['seq'] !== $stream['head']);
            $lists[in_array($stream['lane'], [0, 1, 4], true) ? 0 : 1][$name] = $list;
        }
        $bytes = MOST_SWAP_BYTES;
        $blocks = MOST_BLOCKS;
        $counts = [];
        foreach ([0, 1] as $group) {
            $turning = isset($lists[$group]) ? $lists[$group] : [];
            while ([] !== $turning) {
                foreach ($turning as $name => $list) {
                    $at = isset($counts[$name]) ? $counts[$name] : 0;
                    if (!isset($list[$at]) || (int) $list[$at]['size'] > $bytes || 0 === $blocks) {
                        $isMore = $isMore || isset($list[$at]);
                        unset($turning[$name]);
                        continue;
                    }
                    $counts[$name] = $at + 1;
                    $bytes -= (int) $list[$at]['size'];
                    --$blocks;
                }
            }
        }
        $found = [];
        foreach ($counts as $name => $count) {
            $list = $lists[in_array($streams[$name]['lane'], [0, 1, 4], true) ? 0 : 1][$name];
            $found = array_merge($found, $this->take($streams[$name], (int) $list[0]['seq'], (int) $list[$count - 1]['seq']));
        }

        return [$found, $isMore];
    }

    /** Whether there is what is wanted, or a lane that the device does not speak of. */
    public static function isNews(array $streams, array $have)
    {
        foreach ($streams as $name => $stream) {
            if (!isset($have[$name]) || $have[$name] <= $stream['head']) {
                return true;
            }
        }

        return false;
    }

    /** Takes a thing if its turn is later than the one that is kept. */
    public function claim($claim, $turn, $sealed)
    {
        return $this->store->write(function () use ($claim, $turn, $sealed) {
            $row = $this->hold();
            $kept = $this->store->all('select turn, sealed from {claim} where mailbox = ? and claim = ? order by turn desc limit 1', [$this->id, $claim]);
            if ([] !== $kept && $turn <= (int) $kept[0]['turn']) {
                $isSame = $turn === (int) $kept[0]['turn'] && $sealed === $kept[0]['sealed'];

                return [$isSame, (int) $kept[0]['turn'], $kept[0]['sealed']];
            }
            if ([] === $kept) {
                if ((int) $row['claims'] >= $this->quota['claims']) {
                    throw new Refused('full', 507);
                }
                $this->store->run('update {mailbox} set claims = claims + 1 where mailbox = ?', [$this->id]);
            }
            $this->store->run('insert ignore into {claim} (mailbox, claim, turn, sealed, made) values (?, ?, ?, ?, ?)', [$this->id, $claim, $turn, new Bytes($sealed), gmdate('Y-m-d')]);
            $this->store->run('delete from {claim} where mailbox = ? and claim = ? and turn < ?', [$this->id, $claim, $turn]);

            return [true, $turn, $sealed];
        });
    }
}

/** Where blocks are kept: as mailbox-config.php says, in the shop's database, or in SQLite. */
function placeOfBlocks(array $config)
{
    if (isset($config['dsn'])) {
        return $config + ['user' => null, 'password' => null, 'prefix' => 'comptoir_'];
    }
    $shop = shopParameters();
    if (null !== $shop) {
        $port = empty($shop['database_port']) ? '' : ';port=' . $shop['database_port'];
        $host = $shop['database_host'];
        if ('' === $port && preg_match('/^(.+):(\d+)$/', $host, $parts)) {
            list(, $host, $number) = $parts;
            $port = ';port=' . $number;
        }

        return [
            'dsn' => 'mysql:host=' . $host . $port . ';dbname=' . $shop['database_name'] . ';charset=utf8', 'user' => $shop['database_user'],
            'password' => $shop['database_password'], 'prefix' => $shop['database_prefix'] . 'comptoir_', 'shop' => $shop['database_prefix'],
        ];
    }

    return ['dsn' => 'sqlite:' . sqliteFile(), 'user' => null, 'password' => null, 'prefix' => ''];
}

/** The shop's own parameters, where its module placed this file; null elsewhere. */
function shopParameters()
{
    $isInModule = (bool) preg_match('#[/\\\\]modules[/\\\\]comptoir[/\\\\]caisse$#', __DIR__);
    if (!$isInModule && !is_file(__DIR__ . '/.comptoir.json')) {
        return null;
    }
    $file = ($isInModule ? dirname(__DIR__, 3) : dirname(__DIR__)) . '/app/config/parameters.php';
    $found = is_file($file) ? include $file : null;

    return isset($found['parameters']['database_name']) ? $found['parameters'] : null;
}

/** Beside what the web serves where that can be written, else under a name that nobody knows. */
function sqliteFile()
{
    $served = realpath(isset($_SERVER['DOCUMENT_ROOT']) ? $_SERVER['DOCUMENT_ROOT'] : '');
    $outside = false === $served || '' === $served ? '' : dirname($served) . '/comptoir-boite';
    // A host may forbid to look there: it says so in a warning.
    if ('' !== $outside && 0 === strpos(__DIR__, $served) && (@is_dir($outside) || @mkdir($outside, 0700)) && @is_writable($outside)) {
        return $outside . '/' . substr(hash('sha256', __DIR__), 0, 16) . '.sqlite';
    }
    $inside = __DIR__ . '/.boite';
    if (!is_dir($inside) && !mkdir($inside, 0700)) {
        throw new RuntimeException('no folder for the mailbox can be written');
    }
    if (!is_file($inside . '/name.php')) {
        file_put_contents($inside . '/.htaccess', "Require all denied\n", LOCK_EX);
        file_put_contents($inside . '/name.php', "<?php return '" . bin2hex(random_bytes(16)) . "';\n", LOCK_EX);
    }

    return $inside . '/' . (include $inside . '/name.php') . '.sqlite';
}

/** The body, parsed; it ends the request if it is too long. */
function bodyOf($most)
{
    $text = (string) stream_get_contents(fopen('php://input', 'rb'), $most + 1);
    if (strlen($text) > $most) {
        throw new Refused('body too long', 413);
    }
    $body = json_decode($text, true, 8);
    if (!is_array($body) || !isset($body['version'], $body['mailbox']) || 1 !== $body['version'] || !isHex($body['mailbox'], 32)) {
        throw new Refused('unreadable', 400);
    }

    return $body;
}

function isHex($value, $digits)
{
    return is_string($value) && 1 === preg_match('/^[0-9a-f]{' . $digits . '}\z/', $value);
}

function isNumber($value, $least, $most)
{
    return is_int($value) && $value >= $least && $value <= $most;
}

function bytesOf($text, $most)
{
    $bytes = is_string($text) ? base64_decode($text, true) : false;
    if (false === $bytes || strlen($bytes) > $most) {
        throw new Refused('unreadable', 400);
    }

    return $bytes;
}

/** What a device has, by lane, and the blocks it gives. */
function swapOf(array $body)
{
    $isWhole = isset($body['have'], $body['blocks'], $body['wait']) && is_array($body['have']) && is_array($body['blocks'])
        && count($body['have']) <= MOST_STREAMS && count($body['blocks']) <= MOST_BLOCKS
        && is_numeric($body['wait']) && !is_string($body['wait']) && $body['wait'] >= 0 && $body['wait'] <= 25;
    if (!$isWhole) {
        throw new Refused('unreadable', 400);
    }
    $have = [];
    foreach ($body['have'] as $one) {
        if (!is_array($one) || 3 !== count($one) || !isset($one[0], $one[1], $one[2]) || !isHex($one[0], 32) || !isNumber($one[1], 0, MOST_LANE) || !isNumber($one[2], 0, MOST_NUMBER)) {
            throw new Refused('unreadable', 400);
        }
        $have[$one[0] . '/' . $one[1]] = $one[2];
    }
    $blocks = [];
    foreach ($body['blocks'] as $block) {
        $blocks[] = bytesOf($block, MOST_BLOCK_BYTES);
    }

    return [$have, $blocks, $body['wait']];
}

function swap(Mailbox $mailbox, array $body)
{
    list($have, $given, $wait) = swapOf($body);
    $results = [] === $given ? [] : $mailbox->put($given);
    $end = microtime(true) + ([] === $given ? min($wait, LONGEST_HOLD_SECONDS) : 0);
    $version = null;
    do {
        $row = $mailbox->row();
        if (null !== $row) {
            $mailbox->touch($row);
        }
        $found = null === $row ? 0 : (int) $row['version'];
        if ($version !== $found) {
            $streams = $mailbox->streams();
            $version = $found;
        }
        $isOver = Mailbox::isNews($streams, $have) || microtime(true) >= $end;
        if (!$isOver) {
            usleep(LOOK_MICROSECONDS);
        }
    } while (!$isOver);
    list($blocks, $isMore) = $mailbox->wanted($streams, $have);
    $heads = [];
    foreach ($streams as $stream) {
        $heads[] = [$stream['device'], $stream['lane'], $stream['first'], $stream['head'], $stream['hash']];
    }

    return ['version' => 1, 'results' => $results, 'heads' => $heads, 'blocks' => array_map('base64_encode', $blocks), 'isMore' => $isMore];
}

function claim(Mailbox $mailbox, array $body)
{
    $isWhole = isset($body['claim'], $body['turn'], $body['sealed']) && isHex($body['claim'], 64) && isNumber($body['turn'], 1, MOST_NUMBER);
    if (!$isWhole) {
        throw new Refused('unreadable', 400);
    }
    list($isTaken, $turn, $sealed) = $mailbox->claim($body['claim'], $body['turn'], bytesOf($body['sealed'], MOST_CLAIM_BYTES));

    return ['version' => 1, 'isTaken' => $isTaken, 'holder' => ['claim' => $body['claim'], 'turn' => $turn, 'sealed' => base64_encode($sealed)]];
}

/**
 * Makes a mailbox: for whoever gives the code of mailbox-config.php or a key of the shop's webservice,
 * for a mailbox that moves or meets a new device, or where there is neither of those, the first.
 */
function openMailbox(Store $store, Mailbox $mailbox, array $body, array $config, array $place)
{
    $of = null;
    foreach (array_merge(['code'], array_keys(USES)) as $name) {
        if (isset($body[$name])) {
            $of = $name;
            break;
        }
    }
    $isRead = null !== $of && ('code' === $of ? is_string($body[$of]) && strlen($body[$of]) <= 4 * MOST_CODE_LENGTH : isHex($body[$of], 32));
    if (!$isRead) {
        throw new Refused('unreadable', 400);
    }
    if (null === $mailbox->row()) {
        $isLed = 'code' !== $of && $mailbox->openFrom($body[$of], USES[$of]);
        if (!$isLed) {
            $isAdmitted = !empty($config['isOpen']) || ('code' === $of && isCodeRight($store, $body['code'], $config, $place));
            if (!$isAdmitted) {
                throw new Refused('not-admitted', 403);
            }
            $mailbox->open('code' === $of ? 0 : USES[$of]);
        }
    }

    return ['version' => 1, 'isOpen' => true];
}

/** Forgets some of what nobody needs any more, a bounded part at once: meetings of days before, mailboxes that a shop moved from, those unused for long. */
function sweep(Store $store)
{
    $day = gmdate('Y-m-d');
    $daysAgo = function ($days) {
        return gmdate('Y-m-d', time() - 86400 * $days);
    };
    $needless = $store->all('select mailbox, seen from {mailbox} where (meets = 1 and seen < ?) or (heirs > 0 and seen < ?) or seen < ? limit ' . MOST_SWEPT, [$day, $daysAgo(MOVED_DAYS), $daysAgo(UNUSED_DAYS)]);
    foreach ($needless as $row) {
        $store->write(function () use ($store, $row) {
            // Whoever uses it meanwhile keeps it.
            if (1 === $store->run('delete from {mailbox} where mailbox = ? and seen = ?', [$row['mailbox'], $row['seen']])) {
                $store->run('delete from {stream} where mailbox = ?', [$row['mailbox']]);
                $store->run('insert ignore into {gone} (mailbox) values (?)', [$row['mailbox']]);
            }
        });
    }
    // What was in them may be much: it goes by and by.
    foreach ($store->all('select mailbox from {gone} limit 1') as $gone) {
        $store->write(function () use ($store, $gone) {
            // One that came back since is no longer among them; one that comes back now waits.
            if (1 !== $store->run('update {gone} set mailbox = mailbox where mailbox = ?', [$gone['mailbox']])) {
                return;
            }
            $count = $store->deleteSome('block', $gone['mailbox'], MOST_SWEPT_ROWS) + $store->deleteSome('claim', $gone['mailbox'], MOST_SWEPT_ROWS);
            if ($count < MOST_SWEPT_ROWS) {
                $store->run('delete from {gone} where mailbox = ?', [$gone['mailbox']]);
            }
        });
    }
}

function isCodeRight(Store $store, $code, array $config, array $place)
{
    if (isset($config['code'])) {
        return hash_equals((string) $config['code'], $code);
    }
    if (!isset($place['shop'])) {
        return [] === $store->all('select mailbox from {mailbox} limit 1');
    }
    // PrestaShop: `key` is a word of SQL.
    $keys = $store->all('select 1 from ' . $place['shop'] . 'webservice_account where `key` = ? and active = 1', [$code]);

    return '' !== $code && [] !== $keys;
}

/** After the answer, where the host lets go of whoever asked; it is bounded where it does not. */
function sweepLater(Store $store, $every)
{
    if (0 !== random_int(0, max(1, $every) - 1)) {
        return;
    }
    register_shutdown_function(function () use ($store) {
        if (function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request();
        }
        try {
            sweep($store);
        } catch (Throwable $error) {
            // Whoever asked has the answer; another request tries again.
            error_log('Comptoir, mailbox: ' . get_class($error) . ', ' . $error->getMessage());
        }
    });
}

function answer()
{
    $act = isset($_GET['faire']) ? $_GET['faire'] : '';
    $config = is_file(__DIR__ . '/mailbox-config.php') ? include __DIR__ . '/mailbox-config.php' : [];
    $isPost = 'POST' === $_SERVER['REQUEST_METHOD'];
    if ($isPost !== in_array($act, ['echange', 'prise', 'ouvrir'], true) || (!$isPost && 'sante' !== $act)) {
        throw new Refused('not-found', 404);
    }
    $origin = isset($_SERVER['HTTP_ORIGIN']) ? preg_replace('#^https?://#', '', $_SERVER['HTTP_ORIGIN']) : $_SERVER['HTTP_HOST'];
    if (0 !== strcasecmp($origin, $_SERVER['HTTP_HOST'])) {
        throw new Refused('cross-site', 403);
    }
    if ($isPost && 0 !== strpos(isset($_SERVER['CONTENT_TYPE']) ? $_SERVER['CONTENT_TYPE'] : '', 'application/json')) {
        throw new Refused('not-json', 415);
    }
    $body = $isPost ? bodyOf('echange' === $act ? MOST_BODY_BYTES : SMALL_BODY_BYTES) : null;
    $place = placeOfBlocks($config);
    $store = new Store($place);
    $store->makeTables();
    if (!$isPost) {
        return ['ok' => true];
    }
    sweepLater($store, isset($config['sweepEvery']) ? (int) $config['sweepEvery'] : SWEEP_EVERY);
    $quota = $config + ['bytes' => 1048576 * (isset($config['megabytes']) ? $config['megabytes'] : 512), 'blocks' => 1000000, 'streams' => MOST_STREAMS, 'claims' => 50000];
    $mailbox = new Mailbox($store, $body['mailbox'], $quota);
    if ('ouvrir' === $act) {
        return openMailbox($store, $mailbox, $body, $config, $place);
    }
    if (empty($config['isOpen']) && null === $mailbox->row()) {
        throw new Refused('not-admitted', 403);
    }

    return 'echange' === $act ? swap($mailbox, $body) : claim($mailbox, $body);
}

// Nothing but the answer is in it, whatever the host shows of errors.
ini_set('display_errors', '0');
header('Content-Type: application/json');
header('Cache-Control: no-store');
header("Content-Security-Policy: default-src 'none'; sandbox; frame-ancestors 'none'");
header('X-Content-Type-Options: nosniff');
header('Referrer-Policy: no-referrer');
try {
    $text = json_encode(answer());
} catch (Refused $refused) {
    http_response_code($refused->getCode());
    $text = json_encode(['error' => $refused->getMessage()]);
} catch (Throwable $error) {
    // The message alone: a trace has the values, which name mailboxes.
    error_log('Comptoir, mailbox: ' . get_class($error) . ', ' . $error->getMessage());
    http_response_code(503);
    $text = json_encode(['error' => 'unavailable']);
}
echo $text;
