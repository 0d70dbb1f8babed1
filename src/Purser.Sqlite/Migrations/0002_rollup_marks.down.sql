DELETE FROM facts WHERE name LIKE 'rollups_%';
